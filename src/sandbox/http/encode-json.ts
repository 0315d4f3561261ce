import { renderJson } from '../long-number.js'

/**
 * JSON as bytes. The rows of a page are written some at a time: one text of them all is made of so many pieces that to
 * join them takes as long as all else.
 */
export function encodeJson(value: unknown): Buffer {
  const rows = rowsOf(value)
  if (rows === undefined) return Buffer.from(renderJson(value))
  const around = renderJson({ ...(value as object), records: [] })
  const bytes = openBytes()
  bytes.write(around.slice(0, -LIST_END.length))
  let separator = ''
  for (const some of inChunks(rows)) {
    bytes.write(separator + renderJson(some).slice(1, -1))
    separator = ','
  }
  bytes.write(LIST_END)
  return bytes.written()
}

const LIST_END = ']}'
const ROWS_AT_ONCE = 10

/** Those of a page, where they are the last key, as they are in every result. */
function rowsOf(value: unknown): Iterable<unknown> | undefined {
  if (typeof value !== 'object' || value === null || Object.keys(value).at(-1) !== 'records') return undefined
  const { records } = value as { records?: unknown }
  return typeof records === 'object' && records !== null && Symbol.iterator in records
    ? (records as Iterable<unknown>)
    : undefined
}

function* inChunks(rows: Iterable<unknown>): Iterable<unknown[]> {
  let chunk: unknown[] = []
  for (const row of rows) {
    chunk.push(row)
    if (chunk.length < ROWS_AT_ONCE) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

/** Bytes that grow as they are written. */
function openBytes() {
  let bytes = Buffer.allocUnsafe(16 * 1024)
  let end = 0
  return {
    write(text: string): void {
      const most = end + text.length * BYTES_PER_UNIT
      if (most > bytes.length) {
        const larger = Buffer.allocUnsafe(Math.max(most, 2 * bytes.length))
        bytes.copy(larger, 0, 0, end)
        bytes = larger
      }
      end += bytes.write(text, end)
    },
    written: () => bytes.subarray(0, end),
  }
}

/** Of UTF-16 in UTF-8, at most. */
const BYTES_PER_UNIT = 3
