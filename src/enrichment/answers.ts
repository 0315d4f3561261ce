/** What came back for a document from outside: a script, a program, a service. */
import { isMap } from './fields.js'
import { copyPlain } from './plain-value.js'
import type { Fields, Outcome } from './processor.js'

/** A document, a list of documents, or nothing. What it is instead is a failure. */
export function readAnswer(value: unknown): Outcome {
  try {
    const all = value === undefined || value === null ? [] : Array.isArray(value) ? (value as unknown[]) : [value]
    return { documents: all.map(readDocument) }
  } catch (error) {
    return { failure: { message: (error as Error).message, isPassing: false } }
  }
}

/** `{ "error": "text" }`, with `"passing": true` where another time may do; undefined for anything else. */
export function readError(value: unknown): Outcome | undefined {
  if (!isMap(value) || typeof value['error'] !== 'string' || value['source'] !== undefined) return undefined
  return { failure: { message: value['error'], isPassing: value['passing'] === true } }
}

/**
 * Whether a document may be what became of the one with an id: it has that id, or one that begins with it and `#`, or
 * names it as its parent.
 */
export function isOf(value: unknown, id: unknown): boolean {
  if (!isMap(value) || typeof value['id'] !== 'string') return false
  return value['id'] === id || value['id'].startsWith(`${String(id)}#`) || value['parent_id'] === id
}

function readDocument(value: unknown): Fields {
  if (isMap(value)) return copyPlain(value) as Fields
  throw new Error(`it gave ${value === null ? 'null in a list' : `a ${typeof value}`} instead of a document`)
}
