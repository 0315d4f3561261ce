/** The texts of files: read in a thread, and kept by version. */
import { ExtractError, isExtractError } from '../errors/extract-error.js'
import type { ExtractedText, FileSource } from './extracted-text.js'
import { openExtraction, type ExtractionOptions } from './open-extraction.js'
import { openTextCache, type FileVersion, type KeptText } from './text-cache.js'

export interface FileTexts {
  /**
   * What a version of a file says. Where that isn't known yet, `fetch` brings the file; undefined where it brings none.
   * Throws what `fetch` throws, FILE_LOCKED, FILE_DAMAGED, FILE_TOO_COMPLEX.
   */
  read(version: FileVersion, fetch: () => Promise<FileSource | undefined>): Promise<ExtractedText | undefined>
  /** Forgets what a file said that is no longer there. */
  forget(file: Omit<FileVersion, 'version'>): Promise<void>
  /** Ends the thread, and keeps the cache within its bounds. */
  close(): Promise<void>
}

/** `folder` is where texts are kept between runs. No thread is started before a file has to be read. */
export function openFileTexts(folder: string, options: ExtractionOptions): FileTexts {
  const extraction = openExtraction(options)
  const cache = openTextCache(folder, options.clock)
  return {
    async read(version, fetch) {
      const known = await cache.read(version)
      if (known !== undefined) return orThrow(known)
      const source = await fetch()
      if (source === undefined) return undefined
      const kept = await extraction.extractText(source).catch(asKept)
      await cache.write(version, kept)
      return orThrow(kept)
    },
    forget: (file) => cache.remove(file),
    async close() {
      await extraction.close()
      await cache.bound()
    },
  }
}

/** What keeps a file from being read is the file's own, and lasts. */
function asKept(error: unknown): KeptText {
  if (!isExtractError(error, 'FILE_LOCKED', 'FILE_DAMAGED', 'FILE_TOO_COMPLEX')) throw error
  return { failure: { code: error.code, message: error.message } }
}

function orThrow(kept: KeptText): ExtractedText {
  if ('failure' in kept) throw new ExtractError(kept.failure.code, kept.failure.message)
  return kept
}
