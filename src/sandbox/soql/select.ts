import type { FieldFunctionExpression, FieldTypeOf, FieldType, Subquery } from '@jetstreamapp/soql-parser-js'
import { refuse } from '../http/api-errors.js'
import { isPolymorphic, visibleFields } from '../describes/field-facts.js'
import type { ObjectSchema } from '../terms.js'
import { complain, locate, locateAgain } from './complaint.js'
import { NAME_OBJECT, nameReader } from './name-object.js'
import type { Column, Plan } from './plan.js'
import { resolvePath, type Reference, type Scope } from './references.js'
import { renderField } from './conditions/values.js'

/** Binds a subquery found in a SELECT list. */
export type BindChild = (scope: Scope, subquery: Subquery) => { key: string; parentField: string; plan: Plan }

/** The keys of a row in the order of the SELECT list. `limit` is the statement's, for the rule of FIELDS(). */
export function buildColumns(
  scope: Scope,
  items: FieldType[],
  limit: number | undefined,
  bindChild: BindChild,
): Column[] {
  const columns: Column[] = []
  const seen = new Set<string>()
  const add = (path: string, key?: string) => {
    const reference = resolvePath(scope, path)
    const name = reference.path.toLowerCase()
    if (seen.has(name)) throw complain(scope.text, locateAgain(scope.text, path), 'duplicateField', reference.path)
    seen.add(name)
    placeField(scope, columns, reference, key)
  }
  for (const item of items) {
    if (item.type === 'Field' || item.type === 'FieldRelationship') {
      if (aliasOf(item) !== undefined) throw refuse('fieldAlias')
      add(writtenPath(item))
    } else if (item.type === 'FieldSubquery') {
      columns.push({ kind: 'children', ...bindChild(scope, item.subquery) })
    } else if (item.type === 'FieldTypeof') {
      columns.push(buildTypeof(scope, item))
    } else {
      for (const name of expandFunction(scope, item, limit)) add(name, item.alias)
    }
  }
  refuseTwins(columns)
  return columns
}

/**
 * A row has one key for a relationship: there is no place for a second list of it, nor for a parent next to its TYPEOF.
 */
function refuseTwins(columns: Column[]): void {
  const keys = columns.filter(({ kind }) => kind !== 'field').map(({ key }) => key)
  const twin = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twin !== undefined) throw refuse('notSupported', `selecting ${twin} twice`)
}

/** The name a column was given: allowed in grouped statements alone. */
export function aliasOf(item: FieldType): string | undefined {
  return 'alias' in item ? item.alias : undefined
}

/** The path a field of a SELECT list was written as. */
export function writtenPath(item: Extract<FieldType, { type: 'Field' | 'FieldRelationship' }>): string {
  return item.type === 'Field' ? item.field : [...item.relationships, item.field].join('.')
}

function placeField(scope: Scope, columns: Column[], reference: Reference, key = reference.field.name): void {
  let level = columns
  for (const hop of reference.hops) {
    let parent = level.find((column) => column.kind === 'parent' && column.key === hop.key)
    if (parent?.kind !== 'parent') {
      parent = { kind: 'parent', key: hop.key, hop, columns: [] }
      level.push(parent)
    }
    level = parent.columns
  }
  const { field, object } = reference
  const read = object === NAME_OBJECT ? nameReader(scope.store, field) : renderField(object, field, scope.version)
  level.push({ kind: 'field', key, read })
}

/** FIELDS() names many fields; toLabel() shows the one it names as it is, since labels are the values here. */
function expandFunction(scope: Scope, item: FieldFunctionExpression, limit: number | undefined): string[] {
  const name = item.functionName.toUpperCase()
  const argument = typeof item.parameters[0] === 'string' ? item.parameters[0] : ''
  if (name === 'TOLABEL') return [argument]
  if (name !== 'FIELDS') throw refuse('notSupported', `${item.functionName}()`)
  const group = argument.toUpperCase()
  if (group !== 'STANDARD' && (limit === undefined || limit > MAX_FIELDS_LIMIT)) throw refuse('fieldsLimit')
  const fields = fieldGroup(scope.object, group)
  if (fields.length === 0) throw refuse('fieldsEmpty')
  return fields
}

const MAX_FIELDS_LIMIT = 200

function fieldGroup(object: ObjectSchema, group: string): string[] {
  const fields = visibleFields(object)
  const wanted = group === 'ALL' ? fields : fields.filter((field) => (field.custom === true) === (group === 'CUSTOM'))
  return wanted.map((field) => field.name)
}

function buildTypeof(scope: Scope, item: FieldTypeOf): Column {
  const wanted = item.field.toLowerCase()
  const field = scope.object.fields.find(
    (one) => one.visible !== false && one.relationshipName?.toLowerCase() === wanted,
  )
  if (field === undefined || !isPolymorphic(field)) {
    throw complain(scope.text, locate(scope.text, item.field), 'noRelationship', item.field)
  }
  const hop = { field, key: field.relationshipName!, target: NAME_OBJECT }
  const branches = new Map<string, Column[]>()
  let otherwise: Column[] = []
  for (const { type, objectType = '', fieldList } of item.conditions) {
    const object = type === 'ELSE' ? NAME_OBJECT : scope.store.object(objectType)
    if (object === undefined) throw complain(scope.text, locate(scope.text, objectType), 'noSuchType', objectType)
    const columns: Column[] = []
    const inner = { ...scope, object, alias: undefined }
    for (const name of fieldList) placeField(inner, columns, resolvePath(inner, name))
    if (type === 'ELSE') otherwise = columns
    else branches.set(object.name, columns)
  }
  return { kind: 'typeof', key: hop.key, hop, branches, otherwise }
}
