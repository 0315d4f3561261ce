import { isUtf8 } from 'node:buffer'
import { ExtractError } from '../../../errors/extract-error.js'
import { isUnpackError, readUnpacked } from '../document-files.js'

/** What folding has to know of a line. */
export interface LineFacts {
  id: string
  /** The datasource's id and name. */
  source: { id: string; name: string }
  parentPath: string
  isTombstone: boolean
  /** It is of a file: its place changes with its links, and its tombstone lies elsewhere. */
  isFile: boolean
}

/**
 * The lines of a file as they are, ends included, some at a time. Throws OUTPUT_DAMAGED where the last has no end or a
 * compressed file can't be unpacked, and
 * what the file system says of a file that is gone.
 */
export async function* readLines(path: string): AsyncGenerator<Buffer[]> {
  let begun: Buffer[] = []
  try {
    for await (const chunk of readUnpacked(path)) {
      const { lines, rest } = splitLines(chunk)
      if (lines[0] !== undefined && begun.length > 0) {
        lines[0] = Buffer.concat([...begun, lines[0]])
        begun = []
      }
      if (rest.length > 0) begun.push(rest)
      if (lines.length > 0) yield lines
    }
  } catch (error) {
    if (isUnpackError(error)) throw damaged(path, `it can't be unpacked: ${error.message}`)
    throw error
  }
  if (begun.length > 0) throw damaged(path, 'its last line is cut short')
}

/** The facts of a line; undefined where it holds no document that `sync` wrote. */
export function readFacts(line: Buffer): LineFacts | undefined {
  if (!isUtf8(line)) return undefined
  const document = parseJson(line.toString('utf8'))
  if (typeof document !== 'object' || document === null) return undefined
  const { id, source, system, type, title, deleted } = document as Partial<Record<string, unknown>>
  const { id: sourceId, name } = (source ?? {}) as { id?: unknown; name?: unknown }
  const { parent_path: parentPath } = (system ?? {}) as { parent_path?: unknown }
  if (typeof id !== 'string' || !/^[^\s\0]+$/.test(id) || typeof parentPath !== 'string') return undefined
  if (typeof sourceId !== 'string' || (typeof title !== 'string' && deleted !== true)) return undefined
  return {
    id,
    source: { id: sourceId, name: String(name) },
    parentPath,
    isTombstone: deleted === true,
    isFile: type === 'content_document',
  }
}

/** OUTPUT_DAMAGED for a file, with what is wrong with it. */
export function damaged(path: string, what: string): ExtractError {
  return new ExtractError('OUTPUT_DAMAGED', `${path}: ${what}`, {
    hint:
      'Nothing of this directory is folded, its files are as they were. Mend or remove the line, or read the records ' +
      'again into another folder: sf-extract sync --full --output DIR.',
  })
}

const lineEnd = 10

function splitLines(chunk: Buffer): { lines: Buffer[]; rest: Buffer } {
  const lines: Buffer[] = []
  let from = 0
  for (let end = chunk.indexOf(lineEnd); end !== -1; end = chunk.indexOf(lineEnd, from)) {
    lines.push(chunk.subarray(from, end + 1))
    from = end + 1
  }
  return { lines, rest: chunk.subarray(from) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
