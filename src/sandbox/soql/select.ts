import type { FieldFunctionExpression, FieldTypeOf, FieldType, Subquery } from '@jetstreamapp/soql-parser-js'
import { refuse } from '../http/api-errors.js'
import type { ChildSchema } from '../terms.js'
import { isPolymorphic } from '../describes/field-facts.js'
import { complain, locate, locateAgain } from './complaint.js'
import { fieldsOf, isFields, type Bounds } from './field-groups.js'
import { bindCall, isDateCall, pathOf, type Call } from './functions/calls.js'
import { NAME_OBJECT, nameReader } from './name-object.js'
import type { Column, Plan } from './plan.js'
import { resolvePath, type Hop, type Reference, type Scope } from './references.js'
import { renderField, shownReader } from './conditions/values.js'

/** Binds a subquery found in a SELECT list. */
export type BindChild = (scope: Scope, subquery: Subquery) => { key: string; child: ChildSchema; plan: Plan }

/** The keys of a row in the order of the SELECT list. */
export function buildColumns(scope: Scope, items: FieldType[], bounds: Bounds, bindChild: BindChild): Column[] {
  const columns: Column[] = []
  const seen = new Set<string>()
  const hasFields = items.some(isFields)
  const add = (path: string, reader?: Render) => {
    const reference = resolvePath(scope, path)
    const name = reference.path.toLowerCase()
    if (seen.has(name) && hasFields) throw refuse('duplicateOfFields', reference.field.name)
    if (seen.has(name))
      throw complain(scope.text, locateAgain(scope.text, path), 'duplicateField', reference.field.name)
    seen.add(name)
    placeField(scope, columns, reference, reader)
  }
  const numbered = { count: 0 }
  for (const item of items) {
    if (item.type === 'Field' || item.type === 'FieldRelationship') {
      if (aliasOf(item) !== undefined) throw refuse('fieldAlias')
      add(writtenPath(item))
    } else if (item.type === 'FieldSubquery') {
      columns.push({ kind: 'children', ...bindChild(scope, item.subquery) })
    } else if (item.type === 'FieldTypeof') {
      if (items.some((each) => each.type === 'FieldFunctionExpression')) throw refuse('typeofFunction')
      placeTypeof(scope, item, columns)
    } else if (isFields(item)) {
      for (const name of fieldsOf(scope, item, bounds)) add(name)
    } else {
      placeCall(scope, item, columns, { add, numbered })
    }
  }
  if (columns.length === 0) throw refuse('fieldsEmpty')
  refuseTwins(columns)
  return columns
}

type Render = Extract<Column, { kind: 'field' }>['read']

/**
 * A row has one key for a relationship: there is no place for a second list of it, nor for a parent next to its TYPEOF.
 */
function refuseTwins(columns: Column[]): void {
  const keys = columns.filter(({ kind }) => kind !== 'field').map(({ key }) => key)
  const twin = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twin !== undefined) throw refuse('notSupported', `selecting ${twin} twice`)
  for (const column of columns) if (column.kind === 'parent') refuseTwins(column.columns)
}

/** The name a column was given: allowed in grouped statements alone. */
export function aliasOf(item: FieldType): string | undefined {
  return 'alias' in item ? item.alias : undefined
}

/** The path a field of a SELECT list was written as. */
export function writtenPath(item: Extract<FieldType, { type: 'Field' | 'FieldRelationship' }>): string {
  return item.type === 'Field' ? item.field : [...item.relationships, item.field].join('.')
}

interface Placing {
  add: (path: string, reader?: Render) => void
  /** How many keys `expr0`, `expr1` were given. */
  numbered: { count: number }
}

/**
 * toLabel(), FORMAT() and convertCurrency() stand in the place of their field, or beside it under an alias of their
 * own; a distance has no field to stand for.
 */
function placeCall(scope: Scope, item: FieldFunctionExpression, columns: Column[], placing: Placing): void {
  if (isDateCall(item)) throw complain(scope.text, locate(scope.text, item.functionName), 'ungrouped', pathOf(item))
  const bound = bindCall(scope, item)
  const { object, hops, path } = bound.reference
  if (item.alias === undefined && bound.name !== 'DISTANCE') {
    const inner = { ...scope, object, alias: undefined, aliases: undefined }
    const shown = hops.length > 0 ? bindCall(inner, ofLast(item)) : bound
    return placing.add(path, shownReader(shown.type, shown.read))
  }
  const key = item.alias ?? `expr${placing.numbered.count++}`
  if (columns.some((column) => column.key.toLowerCase() === key.toLowerCase())) throw refuse('duplicateAlias', key)
  columns.push({ kind: 'field', key, read: shownReader(bound.type, bound.read) })
}

/** The call as it would be written about the parent itself. */
function ofLast(call: Call): Call {
  const parameters = call.parameters?.map((part) =>
    typeof part === 'string' ? (part.split('.').at(-1) ?? part) : ofLast(part),
  )
  return { ...call, parameters } as Call
}

function placeField(scope: Scope, columns: Column[], reference: Reference, reader?: Render): void {
  const { field, object } = reference
  const own = object === NAME_OBJECT ? nameReader(scope.store, field) : renderField(object, field, scope.version)
  levelOf(columns, reference.hops).push({ kind: 'field', key: field.name, read: reader ?? own })
}

/** The columns of the parent that steps lead to, which are made where there are none. */
function levelOf(columns: Column[], hops: readonly Hop[]): Column[] {
  let level = columns
  for (const hop of hops) {
    let parent = level.find((column) => column.kind === 'parent' && column.key === hop.key)
    if (parent?.kind !== 'parent') {
      parent = { kind: 'parent', key: hop.key, hop, columns: [] }
      level.push(parent)
    }
    level = parent.columns
  }
  return level
}

/** From version 46 on. What it is of may be a parent's: `TYPEOF Parent.Owner`. */
function placeTypeof(scope: Scope, item: FieldTypeOf, columns: Column[]): void {
  if (Number(scope.version) < 46)
    throw complain(scope.text, locate(scope.text, 'TYPEOF'), 'unexpectedToken', item.field)
  const names = item.field.split('.')
  const { hops, object: owner } = resolvePath(scope, [...names.slice(0, -1), 'Id'].join('.'))
  const wanted = names.at(-1)!.toLowerCase()
  const field = owner.fields.find((one) => one.visible !== false && one.relationshipName?.toLowerCase() === wanted)
  if (field === undefined || !isPolymorphic(field)) {
    throw complain(scope.text, locate(scope.text, item.field), 'noRelationship', names.at(-1))
  }
  const hop = { field, key: field.relationshipName!, target: NAME_OBJECT }
  levelOf(columns, hops).push({ kind: 'typeof', key: hop.key, hop, ...buildBranches(scope, item) })
}

function buildBranches(scope: Scope, item: FieldTypeOf): { branches: Map<string, Column[]>; otherwise?: Column[] } {
  const branches = new Map<string, Column[]>()
  let otherwise: Column[] | undefined
  for (const { type, objectType = '', fieldList } of item.conditions) {
    const object = type === 'ELSE' ? NAME_OBJECT : scope.store.object(objectType)
    if (object === undefined) throw complain(scope.text, locate(scope.text, objectType), 'noSuchType', objectType)
    if (branches.has(object.name)) throw refuse('duplicateWhen', objectType)
    const columns: Column[] = []
    const inner = { ...scope, object, alias: undefined, aliases: undefined }
    for (const name of fieldList) placeField(inner, columns, resolvePath(inner, name))
    if (type === 'ELSE') otherwise = columns
    else branches.set(object.name, columns)
  }
  return { branches, ...(otherwise && { otherwise }) }
}
