import { refuse } from '../http/api-errors.js'
import { findVisibleField, isPolymorphic } from '../describes/field-facts.js'
import type { FieldSchema, ObjectSchema, Store, StoredRecord } from '../terms.js'
import { complain, locate } from './complaint.js'
import { NAME_OBJECT, nameReader } from './name-object.js'
import { valueReader, type ValueReader } from './conditions/values.js'

/** What names in a statement are looked up against. */
export interface Scope {
  store: Store
  object: ObjectSchema
  /** The statement's alias, where it has one. */
  alias: string | undefined
  /** Paths by the aliases given to parents: `FROM Case k, k.Contact c`. */
  aliases?: ReadonlyMap<string, string>
  /** The parents named so far, of which a statement may have 55. */
  parentPaths: Set<string>
  /** The whole statement, for the caret. */
  text: string
  version: string
  includeDeleted: boolean
  /** False for a field a fault has made unfilterable. */
  allowsFilter: (object: ObjectSchema, field: FieldSchema) => boolean
}

/** One step to a parent. */
export interface Hop {
  field: FieldSchema
  /** The relationship's name in describe casing: the key of the parent in a row. */
  key: string
  /** The parent's schema; the pseudo-object Name where there are several. */
  target: ObjectSchema
}

export interface Reference {
  hops: Hop[]
  field: FieldSchema
  /** Where the field lives. */
  object: ObjectSchema
  /** The path as describe spells it: `Owner.Name`. */
  path: string
  read: ValueReader
}

/** The field a path names, through up to five parents. Throws INVALID_FIELD for what the org doesn't have. */
export function resolvePath(scope: Scope, written: string): Reference {
  const names = stripPrefix(scope, written.split('.'))
  if (names.length - 1 > MAX_PARENT_LEVELS) throw refuse('parentDepth', written)
  const hops: Hop[] = []
  let object = scope.object
  for (const name of names.slice(0, -1)) {
    const hop = findHop(scope, object, name, written)
    hops.push(hop)
    object = hop.target
  }
  noteParents(scope, hops)
  const last = names.at(-1)!
  const field = findVisibleField(object, last)
  if (field === undefined) {
    throw complain(scope.text, locate(scope.text, written), 'noSuchColumn', `${last}' on entity '${object.name}`)
  }
  const readLast = object === NAME_OBJECT ? nameReader(scope.store, field) : valueReader(object, field)
  const path = [...hops.map((hop) => hop.key), field.name].join('.')
  return { hops, field, object, path, read: readThrough(scope.store, hops, readLast) }
}

/** The parent a record points to by `field`; undefined for none. */
export function parentOf(store: Store, record: StoredRecord, field: FieldSchema): StoredRecord | undefined {
  const id = record.values[field.name]
  return typeof id === 'string' && id !== '' ? store.record(id) : undefined
}

const MAX_PARENT_LEVELS = 5
const MAX_PARENTS = 55

/** Each parent on the way counts, once however often it is named ("Understanding Relationship Query Limitations"). */
function noteParents({ parentPaths }: Scope, hops: Hop[]): void {
  let path = ''
  for (const { key } of hops) parentPaths.add((path += `.${key}`))
  if (parentPaths.size > MAX_PARENTS) throw refuse('parentCount')
}

/** `Account.Name` and `a.Name` in a statement FROM Account a are plain names. */
function stripPrefix(scope: Scope, names: string[]): string[] {
  const first = names[0]!.toLowerCase()
  if (names.length === 1) return names
  const aliased = scope.aliases?.get(first)
  if (aliased !== undefined) return [...stripRoot(scope, aliased.split('.')), ...names.slice(1)]
  if (first === scope.alias?.toLowerCase()) return names.slice(1)
  const isRelationship = scope.object.fields.some((field) => field.relationshipName?.toLowerCase() === first)
  return first === scope.object.name.toLowerCase() && !isRelationship ? names.slice(1) : names
}

/** The path of an alias begins at the statement's object, by its name or alias. */
function stripRoot(scope: Scope, names: string[]): string[] {
  return names.length > 1 ? stripPrefix(scope, names) : names
}

function findHop(scope: Scope, object: ObjectSchema, name: string, written: string): Hop {
  const wanted = name.toLowerCase()
  const field = object.fields.find((one) => one.visible !== false && one.relationshipName?.toLowerCase() === wanted)
  const target = field && (isPolymorphic(field) ? NAME_OBJECT : scope.store.object(field.referenceTo?.[0] ?? ''))
  if (field === undefined || target === undefined) {
    throw complain(scope.text, locate(scope.text, written), 'noRelationship', name)
  }
  return { field, key: field.relationshipName!, target }
}

function readThrough(store: Store, hops: Hop[], read: ValueReader): ValueReader {
  if (hops.length === 0) return read
  return (record) => {
    let at: StoredRecord | undefined = record
    for (const hop of hops) at = at && parentOf(store, at, hop.field)
    return at ? read(at) : null
  }
}
