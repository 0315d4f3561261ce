import { renderJson } from '../../exact-json.js'
import type { Format } from './format.js'

/** One JSON object on each line. */
export const ndjson: Format = { name: 'ndjson', extension: '.ndjson', render: (documents) => renderChunks(documents) }

/**
 * One document as a line of NDJSON, with every digit of its numbers. JSON escapes NUL, the other control characters and
 * lone surrogates; U+0085, U+2028 and U+2029 are escaped here, because line readers in JavaScript and Python's
 * splitlines break at them.
 */
export function renderLine(document: object): string {
  return `${renderJson(document).replaceAll(/[\u0085\u2028\u2029]/g, escapeSeparator)}\n`
}

/** The documents as lines, put together into texts of about `chunkLength` characters, which are cheap to write. */
export function* renderChunks(documents: object[], chunkLength = 256 * 1024): Generator<string> {
  let chunk = ''
  for (const document of documents) {
    chunk += renderLine(document)
    if (chunk.length < chunkLength) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

function escapeSeparator(separator: string): string {
  return `\\u${separator.charCodeAt(0).toString(16).padStart(4, '0')}`
}
