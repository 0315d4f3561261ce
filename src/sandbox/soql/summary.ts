import type {
  FieldFunctionExpression,
  FieldType,
  FunctionExp,
  GroupByClause,
  OrderByClause,
  Query,
  Subquery,
} from '@jetstreamapp/soql-parser-js'
import { refuse } from '../http/api-errors.js'
import { isAggregatable, isGroupable } from '../describes/field-facts.js'
import type { StoredRecord } from '../terms.js'
import { comparer, foldText } from './conditions/comparers.js'
import { complain, locate, locateGroup } from './complaint.js'
import { buildCondition, type Condition } from './conditions/condition.js'
import { aggregator, type Aggregator } from './aggregators.js'
import { renderDatetime } from './conditions/datetime.js'
import { valueOrder } from './order.js'
import type { Summary } from './plan.js'
import { resolvePath, type Reference, type Scope } from './references.js'
import { aliasOf, writtenPath } from './select.js'
import type { Value } from './conditions/values.js'

/** Whether a statement gives a summary instead of rows. */
export function isSummary(query: Query | Subquery): boolean {
  return (
    query.groupBy !== undefined ||
    (query.fields ?? []).some((item) => item.type === 'FieldFunctionExpression' && isAggregate(item))
  )
}

/** Binds the aggregates, groups and HAVING of a statement. */
export function buildSummary(scope: Scope, query: Query | Subquery): Summary {
  const items = query.fields ?? []
  const count = items.find(
    (item) => item.type === 'FieldFunctionExpression' && isCount(item) && item.parameters.length === 0,
  )
  if (count !== undefined) {
    if (items.length > 1) throw complain(scope.text, scope.text.indexOf(','), 'unexpectedToken', ',')
    return { isCount: true, summarize: () => [] }
  }
  const groups = listOf(query.groupBy).map((clause) => bindGroup(scope, clause))
  const columns = bindItems(scope, items, groups)
  const having = query.having && buildHaving(scope, groups, buildCondition(query.having as never, scope.text))
  const order = buildGroupOrder(scope, groups, listOf(query.orderBy))
  return {
    isCount: false,
    summarize(records) {
      const buckets = groupRecords(records, groups)
      const kept = having ? buckets.filter(having) : buckets
      if (order) kept.sort(order)
      const end = query.limit === undefined ? undefined : (query.offset ?? 0) + query.limit
      const rows = kept.slice(query.offset ?? 0, end)
      if (rows.length > MAX_GROUPS) throw refuse('aggregateMore')
      return rows.map((bucket) => renderBucket(bucket, columns))
    },
  }
}

type Bucket = StoredRecord[]
type BucketReader = (bucket: Bucket) => Value

interface BucketColumn {
  key: string
  type: string
  read: BucketReader
}

const MAX_GROUPS = 2000
const AGGREGATES = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX'])

function isAggregate(item: FieldFunctionExpression | FunctionExp): boolean {
  return AGGREGATES.has((item.functionName ?? '').toUpperCase())
}

function isCount(item: FieldFunctionExpression): boolean {
  return item.functionName.toUpperCase() === 'COUNT'
}

function listOf<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

function bindGroup(scope: Scope, clause: GroupByClause): Reference {
  if (!('field' in clause)) throw refuse('notSupported', 'a function in GROUP BY')
  const reference = resolvePath(scope, clause.field)
  if (!isGroupable(reference.field)) {
    throw complain(scope.text, locateGroup(scope.text, clause.field), 'notGroupable', reference.field.name)
  }
  return reference
}

/** Unnamed expressions are called expr0, expr1 and so on. */
function bindItems(scope: Scope, items: FieldType[], groups: Reference[]): BucketColumn[] {
  let unnamed = 0
  const columns = items.map((item): BucketColumn => {
    if (item.type === 'FieldFunctionExpression' && isAggregate(item)) {
      return { key: item.alias ?? `expr${unnamed++}`, ...bindAggregate(scope, item) }
    }
    if (item.type !== 'Field' && item.type !== 'FieldRelationship')
      throw refuse('notSupported', 'this column of a grouped query')
    const group = bindGroupField(scope, groups, writtenPath(item))
    return { key: aliasOf(item) ?? group.field.name, type: group.field.type, read: firstOf(group) }
  })
  const keys = columns.map((column) => column.key.toLowerCase())
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) throw refuse('duplicateAlias', twice)
  return columns
}

function bindGroupField(scope: Scope, groups: Reference[], path: string): Reference {
  const reference = resolvePath(scope, path)
  const group = groups.find((one) => one.path === reference.path)
  if (group === undefined) throw complain(scope.text, locate(scope.text, path), 'ungrouped', reference.path)
  return group
}

function firstOf(group: Reference): BucketReader {
  return (bucket) => (bucket[0] ? group.read(bucket[0]) : null)
}

function bindAggregate(
  scope: Scope,
  call: FieldFunctionExpression | FunctionExp,
): { type: string; read: BucketReader } {
  const name = (call.functionName ?? '').toUpperCase()
  const argument = typeof call.parameters?.[0] === 'string' ? call.parameters[0] : ''
  return bindNamedAggregate(scope, name, argument)
}

function bindNamedAggregate(scope: Scope, name: string, argument: string): { type: string; read: BucketReader } {
  if (argument === '') throw complain(scope.text, locate(scope.text, name), 'unexpectedToken', ')')
  const reference = resolvePath(scope, argument)
  const { field } = reference
  if (!isAggregatable(field, name)) {
    const detail = `${field.name} does not support aggregate operator ${name}`
    throw complain(scope.text, locate(scope.text, argument), 'notAggregatable', detail)
  }
  const fold: Aggregator = aggregator(name)
  const type = name.startsWith('COUNT') ? 'int' : name === 'MIN' || name === 'MAX' ? field.type : 'double'
  return { type, read: (bucket) => fold(bucket.map(reference.read).filter((value) => value !== null)) }
}

/** Text groups without regard to case. */
function groupRecords(records: StoredRecord[], groups: Reference[]): Bucket[] {
  if (groups.length === 0) return [records]
  const buckets = new Map<string, Bucket>()
  for (const record of records) {
    const key = JSON.stringify(groups.map(({ field, read }) => groupValue(field.type, read(record))))
    const bucket = buckets.get(key)
    if (bucket) bucket.push(record)
    else buckets.set(key, [record])
  }
  return [...buckets.values()]
}

function groupValue(type: string, value: Value): Value {
  return typeof value === 'string' && type !== 'id' && type !== 'reference' ? foldText(value) : value
}

function buildHaving(scope: Scope, groups: Reference[], condition: Condition): (bucket: Bucket) => boolean {
  if (condition.kind === 'not') {
    const inner = buildHaving(scope, groups, condition.part)
    return (bucket) => !inner(bucket)
  }
  if (condition.kind === 'and' || condition.kind === 'or') {
    const parts = condition.parts.map((part) => buildHaving(scope, groups, part))
    return condition.kind === 'and'
      ? (bucket) => parts.every((part) => part(bucket))
      : (bucket) => parts.some((part) => part(bucket))
  }
  if (condition.kind === 'semiJoin') throw refuse('notSupported', 'a semi-join in HAVING')
  const { type, read } = condition.fn
    ? bindNamedAggregate(scope, condition.fn.name, condition.fn.argument)
    : groupColumn(bindGroupField(scope, groups, condition.field))
  const test = comparer(type, condition, {
    now: scope.store.now(),
    fieldName: condition.field,
    refusal: (name, detail) => complain(scope.text, locate(scope.text, condition.field), name, detail),
  })
  return (bucket) => test(read(bucket))
}

function groupColumn(group: Reference): { type: string; read: BucketReader } {
  return { type: group.field.type, read: firstOf(group) }
}

function buildGroupOrder(
  scope: Scope,
  groups: Reference[],
  clauses: OrderByClause[],
): ((a: Bucket, b: Bucket) => number) | undefined {
  if (clauses.length === 0) return undefined
  const keys = clauses.map((clause) => {
    const { read } =
      'fn' in clause ? bindAggregate(scope, clause.fn) : groupColumn(bindGroupField(scope, groups, clause.field))
    return { read, compare: valueOrder(clause.order === 'DESC', clause.nulls !== 'LAST') }
  })
  return (a, b) => {
    for (const { read, compare } of keys) {
      const order = compare(read(a), read(b))
      if (order !== 0) return order
    }
    return 0
  }
}

function renderBucket(bucket: Bucket, columns: BucketColumn[]): Record<string, unknown> {
  const row: Record<string, unknown> = { attributes: { type: 'AggregateResult' } }
  for (const { key, type, read } of columns) {
    const value = read(bucket)
    row[key] = type === 'datetime' && typeof value === 'number' ? renderDatetime(value) : value
  }
  return row
}
