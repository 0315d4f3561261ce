import { isPieceKey, parseKey } from './keys.js'

/**
 * True for a value of the shape its key promises, as far as this folder uses it: what `sync` keeps of objects and
 * children is checked where it is read.
 */
export function hasShape(key: string, value: unknown): boolean {
  const { kind, pendingOf } = parseKey(key)
  if (isPieceKey(key)) return isText(value)
  if (pendingOf !== undefined) return isObject(value)
  return shapes[kind]?.(value) ?? true
}

/** True for an object that is no array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** True for an array of texts. */
export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText)
}

/** True for an object all of whose values are texts. */
export function isTextMap(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every(isText)
}

const isText = (value: unknown) => typeof value === 'string'

const shapes: Record<string, (value: unknown) => boolean> = {
  written: isIds,
  deleted: isIds,
  signatures: (value) => isText(value) || isTextMap(value),
  versions: (value) => isText(value) || isTextMap(value),
  listed: isTextMap,
  emitted: isTextMap,
  'written-index': isTexts,
  'deleted-index': isTexts,
  'signatures-index': isTexts,
  'listed-index': isTexts,
  'emitted-index': isTexts,
  'versions-index': isTexts,
  fields: (value) => isObject(value) && typeof value['checkedAt'] === 'number' && isDescribe(value['body']),
  run: (value) => isObject(value) && isTexts(value['objects'] ?? []) && isText(value['run'] ?? ''),
  org: isText,
  directories: (value) =>
    isObject(value) && Object.values(value).every((each) => isObject(each) && isText(each['hash'])),
  destination: (value) => isObject(value) && isText(value['id']),
  'state-id': isText,
  'held-run': isText,
  withdrawn: isTexts,
  writer: isText,
  'lane-writer': isText,
  handed: (value) => isObject(value) && Object.values(value).every(isHanded),
  'handed-done': (value) => isObject(value) && isText(value['token']),
  noted: (value) => isObject(value) && isTexts(value['ids']) && isTexts(value['listed']),
  'child-notes': (value) => isObject(value) && isObject(value['cursors']) && isTextMap(value['links']),
}

/** An object that is handed to a run of its own. */
function isHanded(value: unknown): boolean {
  return isObject(value) && ['token', 'since', 'run'].every((key) => isText(value[key]))
}

/** The last two places of Ids, or whole ones by themselves. */
function isIds(value: unknown): boolean {
  return typeof value === 'string' ? value.length % 2 === 0 : isTextMap(value)
}

/** One of an sObject, or the list of all. */
function isDescribe(body: unknown): boolean {
  const entries = isObject(body) ? body['fields'] : body
  return (
    Array.isArray(entries) && entries.length > 0 && entries.every((entry) => isObject(entry) && isText(entry['name']))
  )
}
