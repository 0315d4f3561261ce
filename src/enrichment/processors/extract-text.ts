import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import type { ProcessorOptions } from '../../config/enrichment/enrichment-types.js'
import { isExtractError } from '../../errors/extract-error.js'
import { validateNotInterrupted } from '../../errors/interruption.js'
import { shorten } from '../../errors/shorten.js'
import type { ExtractedText, FileSource } from '../../extraction/extracted-text.js'
import { openExtraction, type Extraction } from '../../extraction/open-extraction.js'
import { readField, writeField } from '../fields.js'
import type { Failure, Fields, Outcome, Processor, ProcessorContext } from '../processor.js'
import { renderValue } from '../templates.js'

type Options = ProcessorOptions<'extract_text'>

/**
 * Puts the text of a file into a field: of one that lies below `files_dir`, or that the document holds as base64. What
 * is of no kind that is read stays as it is. The thread that reads starts with the first file.
 */
export function openExtractText(options: Options, { clock, signal, filesDir }: ProcessorContext): Processor {
  const extraction = openExtraction({ clock, signal, limits: { mostCharacters: options.maxChars } })
  return {
    async process(documents) {
      const outcomes: Outcome[] = []
      for (const document of documents) {
        validateNotInterrupted(signal)
        outcomes.push(await addText(document, options, { extraction, filesDir }))
      }
      return outcomes
    },
    // What a path means follows from the folder it counts from.
    identity: options.base64 === undefined ? { ...options, filesDir } : options,
    close: () => extraction.close(),
  }
}

interface Reading {
  extraction: Extraction
  filesDir: string | undefined
}

async function addText(document: Fields, options: Options, { extraction, filesDir }: Reading): Promise<Outcome> {
  const { file, base64, name, into } = options
  const found =
    base64 === undefined
      ? await findFile(readField(document, file), file.join('.'), filesDir)
      : decode(readField(document, base64), base64.join('.'), renderValue(readField(document, name)))
  if (found === undefined) return { documents: [document] }
  if ('failure' in found) return found
  const read = await extract(found, extraction)
  if ('failure' in read) return read
  try {
    return { documents: [writeText(document, into, read)] }
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error))
  }
}

type Found = FileSource | { failure: Failure } | undefined

/** Whoever writes a record must not have other files of this machine read: one outside, by a link too, is refused. */
async function findFile(value: unknown, field: string, filesDir: string | undefined): Promise<Found> {
  if (isNothing(value)) return undefined
  if (typeof value !== 'string') return failed(`${field} is no path`)
  if (filesDir === undefined) return failed(`${field} names a file, and there is no files_dir that it may lie in`)
  const named = path.resolve(filesDir, value)
  const outside = failed(`${field} names a file outside files_dir, ${named}`)
  if (!isBelow(named, filesDir)) return outside
  try {
    const root = await realpath(filesDir)
    const target = await realpath(named)
    if (!isBelow(target, root)) return outside
    if (!(await stat(target)).isFile()) return failed(`${named} is no file`)
    await access(target, constants.R_OK)
    return { name: path.basename(named), path: target }
  } catch (error) {
    const { code = '', path: place } = error as NodeJS.ErrnoException
    // A folder that isn't there at all may be on a disk that comes back.
    const isPassing = place === filesDir || !lastingReasons.has(code)
    const reason = code === 'ENOENT' ? 'is not there' : `can't be read (${code})`
    return failed(`${place === filesDir ? filesDir : named} ${reason}`, isPassing)
  }
}

/** The path itself is wrong. Anything else is of the disk, or of who may read it. */
const lastingReasons = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'])

function isBelow(file: string, folder: string): boolean {
  const way = path.relative(folder, file)
  return way !== '' && way.split(path.sep)[0] !== '..' && !path.isAbsolute(way)
}

/** Node takes anything for base64, and leaves out what isn't. */
function decode(value: unknown, field: string, name: string): Found {
  if (isNothing(value)) return undefined
  const text = typeof value === 'string' ? value.replaceAll(/\s/g, '') : '?'
  const digits = text.replace(/={1,2}$/, '')
  if (!/^[\w+/-]*$/.test(digits) || digits.length % 4 === 1) return failed(`${field} is no base64`)
  return { name: name === '' ? field : name, bytes: Buffer.from(text, 'base64') }
}

/** What keeps a file from being read is the file's own, and lasts. */
async function extract(source: FileSource, extraction: Extraction): Promise<ExtractedText | { failure: Failure }> {
  try {
    return await extraction.extractText(source)
  } catch (error) {
    if (!isExtractError(error, 'FILE_LOCKED', 'FILE_DAMAGED', 'FILE_TOO_COMPLEX')) throw error
    return failed(`${source.name} can't be read, ${error.message} (${error.code})`)
  }
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

function failed(message: string, isPassing = false): { failure: Failure } {
  return { failure: { message: shorten(message, longestMessage), isPassing } }
}

/** Names and paths come from records. */
const longestMessage = 500

function writeText(document: Fields, into: string[], { text, isCut }: ExtractedText): Fields {
  if (text === undefined) return document
  const written = writeField(document, into, text)
  return isCut && into.join('.') === 'content' ? writeField(written, ['metadata', 'content_cut'], true) : written
}
