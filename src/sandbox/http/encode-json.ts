import { renderJson } from '../long-number.js'

/**
 * JSON as bytes. The rows of a page are written some at a time: one text of them all is made of so many pieces that to
 * join them takes as long as all else.
 */
export function encodeJson(value: unknown): Buffer {
  const rows = rowsOf(value)
  if (rows === undefined || rows.length <= ROWS_AT_ONCE) return Buffer.from(renderJson(value))
  const around = Buffer.from(renderJson({ ...(value as object), records: [] }))
  const parts = [around.subarray(0, -LIST_END.length)]
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    if (at > 0) parts.push(COMMA)
    parts.push(Buffer.from(renderJson(rows.slice(at, at + ROWS_AT_ONCE))).subarray(1, -1))
  }
  return Buffer.concat([...parts, around.subarray(-LIST_END.length)])
}

const ROWS_AT_ONCE = 50
const COMMA = Buffer.from(',')
const LIST_END = ']}'

/** Those of a page, where they are the last key, as they are in every result. */
function rowsOf(value: unknown): unknown[] | undefined {
  if (typeof value !== 'object' || value === null || Object.keys(value).at(-1) !== 'records') return undefined
  const { records } = value as { records?: unknown }
  return Array.isArray(records) ? records : undefined
}
