/** Every key of the state. Parts are escaped, so that no two lists of parts make one key. */

/** The cursor of an object: `object:<datasource>:<sObject>`. */
export function objectKey(datasource: string, object: string): string {
  return buildKey('object', datasource, object)
}

/** The cursors of the child objects. */
export function childrenKey(datasource: string): string {
  return buildKey('children', datasource)
}

/** The Id of the org that was read. */
export function orgKey(datasource: string): string {
  return buildKey('org', datasource)
}

/** The report of the last run. */
export function runKey(datasource: string): string {
  return buildKey('run', datasource)
}

/** The directories that were written. */
export function directoriesKey(datasource: string): string {
  return buildKey('directories', datasource)
}

/** Whose view of which org a describe is: field-level security makes it differ by user. */
export interface OrgIdentity {
  instanceUrl: string
  apiVersion: string
  /** Salesforce user id or name of the run-as user. */
  user: string
}

/** The cached describe of an object, or of describeGlobal where no object is given. */
export function fieldCacheKey({ instanceUrl, apiVersion, user }: OrgIdentity, object = ''): string {
  return buildKey('fields', instanceUrl, apiVersion, user, object)
}

/** What stands for an object in the key of the list of all of them. */
export const objectList = '*'

/** Start of every key of the field cache. */
export const fieldCachePrefix = 'fields:'

/**
 * What is kept by the Ids of an object: those written and not deleted since, those that went out with a tombstone,
 * what the children in documents looked like, and which they are, the versions written, and the documents that went out
 * for a record where these are not its own alone.
 */
export const idKinds = ['written', 'deleted', 'signatures', 'listed', 'versions', 'emitted'] as const
export type IdKind = (typeof idKinds)[number]

/** One bucket of what is kept by Id. */
export function idsKey(kind: IdKind, datasource: string, object: string, bucket: string): string {
  return buildKey(kind, datasource, object, bucket)
}

/** The list of those buckets. */
export function idsIndexKey(kind: IdKind, datasource: string, object: string): string {
  return buildKey(`${kind}-index`, datasource, object)
}

/** Start of every key that `--hold` left pending. */
export function pendingPrefix(datasource: string): string {
  return `${buildKey('pending', datasource)}:`
}

/** Where `--hold` keeps the value that is to become `key`. */
export function pendingKey(datasource: string, key: string): string {
  return pendingPrefix(datasource) + key
}

/** There while pending keys are being moved into place. */
export function settlingKey(datasource: string): string {
  return buildKey('settling', datasource)
}

/** The id of the run that is held, from its start until it is settled. */
export function heldRunKey(datasource: string): string {
  return buildKey('held-run', datasource)
}

/** The ids of the runs that were rolled back and whose files are still to be taken away. */
export function withdrawnKey(datasource: string): string {
  return buildKey('withdrawn', datasource)
}

/** A mark that every reset changes: what was written down before it is not to be brought back. */
export function resetKey(datasource: string): string {
  return buildKey('reset', datasource)
}

/** The id of the run that has written to the destination last; of a handed object, that of its own runs. */
export function writerKey(datasource: string, object?: string): string {
  return object === undefined ? buildKey('writer', datasource) : buildKey('lane-writer', datasource, object)
}

/** The objects that are handed to runs of their own. */
export function handedKey(datasource: string): string {
  return buildKey('handed', datasource)
}

/** What became of a handed object: kept by its own run, until the datasource's next run has taken the object back. */
export function handedDoneKey(datasource: string, object: string): string {
  return buildKey('handed-done', datasource, object)
}

/** What the datasource's runs have noted for a handed object, to be done once it is taken back. */
export function notedKey(datasource: string, object: string): string {
  return buildKey('noted', datasource, object)
}

/** The children that the runs of a handed object have written, for the datasource's polls. */
export function childNotesKey(datasource: string, object: string): string {
  return buildKey('child-notes', datasource, object)
}

/** The id of this state, which tells it from every other one. */
export const stateIdKey = 'state-id'

/** What is known of a destination of a datasource. */
export function destinationKey(datasource: string, destination: string): string {
  return destinationsPrefix(datasource) + buildKey('', destination).slice(1)
}

/** Start of the keys that say which destinations a datasource has. */
export function destinationsPrefix(datasource: string): string {
  return `${buildKey('destination', datasource)}:`
}

/** Start of every key that is a destination's own: no destination knows how far another has come. */
export function keysAt(destination: string): string {
  return `${buildKey('to', destination)}:`
}

/** What stands for `key` of an object for the runs of one range of it. */
export function rangeKey(datasource: string, lane: string, key: string): string {
  return `${buildKey('range', datasource, lane)}:${key}`
}

/** A key taken apart: what it is for, whatever destination has it and whether or not it is pending. */
export interface ParsedKey {
  kind: string
  parts: string[]
  /** The destination's id, where it isn't the pipe. */
  destination?: string
  /** The datasource whose commit or rollback it waits for. */
  pendingOf?: string
}

/** Takes a key apart. */
export function parseKey(key: string): ParsedKey {
  const [kind = '', ...parts] = key.split(':').map((part) => part.replaceAll('%3A', ':').replaceAll('%25', '%'))
  const inner = key.split(':').slice(2).join(':')
  if (kind === 'to') return { ...parseKey(inner), destination: parts[0] }
  if (kind === 'range') return parseKey(key.split(':').slice(3).join(':'))
  if (kind === 'pending') return { ...parseKey(inner), pendingOf: parts[0] }
  return { kind, parts }
}

/** True where a value may become so large that it is kept in pieces. */
export function mayBeInPieces(key: string): boolean {
  const { kind, parts } = parseKey(key)
  return parts.length === ownParts[kind]
}

/** A piece of the value under a key, by its name. */
export function pieceKey(key: string, name: string): string {
  return `${key}:${name}`
}

/** True for the key of a piece. */
export function isPieceKey(key: string): boolean {
  const { kind, parts } = parseKey(key)
  return parts.length - 1 === ownParts[kind]
}

/** How many parts the keys have whose values may be in pieces. */
const ownParts: Record<string, number> = { object: 2, children: 1, noted: 2, 'child-notes': 2 }

/** True for what is thrown away and read anew where it is damaged. */
export function isCache(key: string): boolean {
  return parseKey(key).kind === 'fields'
}

/** True for what destinations share: describes are the same wherever documents go. */
export function isShared(key: string): boolean {
  return key.startsWith(fieldCachePrefix)
}

/** Start of the keys of a kind that a datasource, or one object of it, has. */
export function keysBelow(kind: 'object' | IdKind | `${IdKind}-index`, ...parts: string[]): string {
  return `${buildKey(kind, ...parts)}:`
}

function buildKey(kind: string, ...parts: string[]): string {
  return [kind, ...parts.map((part) => part.replaceAll('%', '%25').replaceAll(':', '%3A'))].join(':')
}
