/** Reading and changing places in documents. A document is never changed: copies share with it what stays. */
import type { DocumentPath } from '../config/enrichment/document-path.js'
import type { Fields } from './processor.js'

/** What a place holds; undefined where there is none. A number counts in a list. */
export function readField(document: Fields, path: DocumentPath): unknown {
  let value: unknown = document
  for (const key of path) {
    if (!isMap(value) && !Array.isArray(value)) return undefined
    if (!Object.hasOwn(value, key)) return undefined
    value = (value as Fields)[key]
  }
  return value
}

/** The document with a value in a place; maps on the way are made. Throws where something else stands on the way. */
export function writeField(document: Fields, [key, ...rest]: DocumentPath, value: unknown): Fields {
  if (rest.length === 0) return { ...document, [key!]: value }
  const inner = Object.hasOwn(document, key!) ? document[key!] : undefined
  if (inner !== undefined && inner !== null && !isMap(inner)) throw new Error(`${key} is no map of fields`)
  return { ...document, [key!]: writeField(inner ?? {}, rest, value) }
}

/** Given back by a change, takes the field away. */
export const absent = Symbol('absent')

/**
 * The document with what stands in a place changed; itself where nothing changes. In a list the place is looked for in
 * each entry, and in a child list in each of its records.
 */
export function changeField(document: Fields, path: DocumentPath, change: (value: unknown) => unknown): Fields {
  const [key, ...rest] = path as [string, ...string[]]
  if (!Object.hasOwn(document, key)) {
    const records = document['records']
    if (!Array.isArray(records)) return document
    const changed = changeEntries(records, path, change)
    return changed === records ? document : { ...document, records: changed }
  }
  const before = document[key]
  const after = rest.length === 0 ? change(before) : changeBelow(before, rest, change)
  if (after === before) return document
  if (after !== absent) return { ...document, [key]: after }
  const { [key]: _, ...left } = document
  return left
}

/** True for an object with keys: no list, and no number of many digits. */
export function isMap(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function changeBelow(value: unknown, path: DocumentPath, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return changeEntries(value, path, change)
  return isMap(value) ? changeField(value, path, change) : value
}

function changeEntries(list: unknown[], path: DocumentPath, change: (value: unknown) => unknown): unknown[] {
  const changed = list.map((entry) => changeBelow(entry, path, change))
  return changed.some((entry, at) => entry !== list[at]) ? changed : list
}
