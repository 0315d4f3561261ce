import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { validateNotInterrupted } from '../../../errors/interruption.js'
import { isExtractError } from '../../../errors/extract-error.js'
import { openIdBuckets, type IdBuckets } from './id-buckets.js'
import { damaged, readFacts, readLines, type LineFacts } from './lines.js'
import { notADocument, type Directory, type OwnFiles, type PartFile } from './parts.js'

/** A file that was read. */
export interface ScannedPart extends PartFile {
  /** The number of its first line among those of all files, in the order they were written. */
  firstLine: number
  lines: number
  bytes: number
}

/** A directory that was read. */
export interface ScannedDirectory extends Omit<Directory, 'parts'> {
  parts: ScannedPart[]
  /** It holds documents of files, of which other directories may hold other versions. */
  hasFiles: boolean
}

export interface Scan {
  directories: ScannedDirectory[]
  /** The number of lines read. */
  lines: number
  mentions: IdBuckets
}

export interface ScanContext {
  /** The output folder. */
  root: string
  /** A folder for what doesn't fit into memory. */
  staging: string
  /** Bytes of all the files, as a guess at what there is to remember. */
  bytes: number
  signal?: AbortSignal | undefined
}

/**
 * Reads every file of a datasource, in the order they were written; a damaged one ends the reading of its directory,
 * which has the damage then.
 */
export async function scanParts({ source, directories }: OwnFiles, context: ScanContext): Promise<Scan> {
  const mentions = openIdBuckets(context.staging, context.bytes)
  const scanned = directories.map((each): ScannedDirectory => ({ ...each, parts: [], hasFiles: false }))
  const inOrder = directories.flatMap(({ parts }, directory) => parts.map((part) => ({ ...part, directory })))
  let lines = 0
  for (const part of inOrder.toSorted((a, b) => a.age - b.age)) {
    const own = scanned[part.directory]!
    if (own.damage !== undefined) continue
    const scannedPart: ScannedPart = { ...part, firstLine: lines, lines: 0, bytes: 0 }
    own.parts.push(scannedPart)
    try {
      for await (const batch of readBatches(scannedPart, source.id, context)) {
        for (const { id, isTombstone, isFile } of batch) {
          mentions.add({ id, line: lines, directory: part.directory, isTombstone })
          own.hasFiles ||= isFile
          lines += 1
        }
        await mentions.spill()
      }
    } catch (error) {
      if (!isExtractError(error, 'OUTPUT_DAMAGED')) throw error
      own.damage = error
    }
  }
  return { directories: scanned, lines, mentions }
}

/** The facts of a file's lines, some at a time; notes how many the file has, and its size before it is read. */
async function* readBatches(
  part: ScannedPart,
  source: string,
  { root, signal }: ScanContext,
): AsyncGenerator<LineFacts[]> {
  const place = join(root, part.path)
  part.bytes = (await stat(place)).size
  for await (const batch of readLines(place)) {
    validateNotInterrupted(signal)
    yield batch.map((line) => {
      part.lines += 1
      const facts = readFacts(line)
      if (facts === undefined || facts.source.id !== source) throw damaged(place, notADocument(part.lines))
      return facts
    })
  }
}
