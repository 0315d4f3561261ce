import type { FieldFunctionExpression, OrderByClause, Query, Subquery } from '@jetstreamapp/soql-parser-js'
import { refuse } from '../../http/api-errors.js'
import { comparer, isAmount } from '../conditions/comparers.js'
import { complain, locate, locateSort } from '../complaint.js'
import { buildCondition, type Condition } from '../conditions/condition.js'
import { renderDatetime } from '../conditions/datetime.js'
import { isDateCall, nameOf, pathOf, type Call } from '../functions/calls.js'
import { valueOrder } from '../order/order.js'
import type { Summary } from '../plan.js'
import type { Scope } from '../references.js'
import {
  AGGREGATES,
  bindColumns,
  bindGroupField,
  bindMeasure,
  isSummarizing,
  type BucketColumn,
  type Measure,
} from './columns.js'
import { bindGrouping, groupRecords, type Bucket, type Grouping } from './groups.js'

/** Whether a statement gives a summary instead of rows. */
export function isSummary(query: Query | Subquery): boolean {
  return (
    query.groupBy !== undefined ||
    (query.fields ?? []).some((item) => item.type === 'FieldFunctionExpression' && isSummarizing(item))
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
    const { alias } = count as FieldFunctionExpression
    if (alias !== undefined) throw complain(scope.text, locate(scope.text, alias), 'unexpectedToken', alias)
    refuseOrder(scope, listOf(query.orderBy))
    if (query.groupBy !== undefined) throw refuse('notSupported', 'COUNT() with GROUP BY')
    return { isCount: true, summarize: () => [] }
  }
  const grouping = bindGrouping(scope, listOf(query.groupBy))
  const columns = bindColumns(scope, items, grouping)
  if (query.groupBy === undefined) refuseBounds(query)
  const having = query.having && buildHaving(scope, grouping, buildCondition(query.having as never, scope.text))
  const order = buildGroupOrder(scope, grouping, listOf(query.orderBy))
  return {
    isCount: false,
    summarize(records) {
      const buckets = groupRecords(records, grouping)
      const kept = having ? buckets.filter(having) : buckets
      if (order) kept.sort(order)
      const end = query.limit === undefined ? undefined : (query.offset ?? 0) + query.limit
      const rows = kept.slice(query.offset ?? 0, end)
      if (rows.length > MAX_GROUPS) throw refuse('aggregateMore')
      return rows.map((bucket) => renderBucket(bucket, columns))
    },
  }
}

const MAX_GROUPS = 2000

function isCount(call: Call): boolean {
  return nameOf(call) === 'COUNT'
}

function listOf<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

/** COUNT() is one number: nothing to be ordered. */
function refuseOrder(scope: Scope, [first]: OrderByClause[]): void {
  if (first === undefined) return
  const path = 'fn' in first ? pathOf(first.fn) : first.field
  throw complain(scope.text, locateSort(scope.text, path), 'ungroupedOrder', path)
}

/** One row of aggregates is neither limited nor skipped. */
function refuseBounds(query: Query | Subquery): void {
  if (query.limit !== undefined) throw refuse('overallLimit', 'LIMIT')
  if (query.offset !== undefined) throw refuse('overallLimit', 'OFFSET')
}

function buildHaving(scope: Scope, grouping: Grouping, condition: Condition): (bucket: Bucket) => boolean {
  if (condition.kind === 'not') {
    const inner = buildHaving(scope, grouping, condition.part)
    return (bucket) => !inner(bucket)
  }
  if (condition.kind === 'and' || condition.kind === 'or') {
    const parts = condition.parts.map((part) => buildHaving(scope, grouping, part))
    return condition.kind === 'and'
      ? (bucket) => parts.every((part) => part(bucket))
      : (bucket) => parts.some((part) => part(bucket))
  }
  if (condition.kind === 'semiJoin') throw refuse('notSupported', 'a semi-join in HAVING')
  const { type, read } = condition.fn
    ? bindMeasure(scope, condition.fn.call, grouping)
    : bindGroupField(scope, condition.field, grouping)
  const refusal: Parameters<typeof comparer>[2]['refusal'] = (name, detail) =>
    complain(scope.text, locate(scope.text, condition.field), name, detail)
  // What is summed up is in the org's own currency ("convertCurrency()").
  if (condition.literals.some((literal) => isAmount(literal)))
    throw refusal('wrongLiteral', `${condition.field}' must be of type double and should not be enclosed in quotes`)
  const test = comparer(type, condition, { now: scope.store.now(), fieldName: condition.field, refusal })
  return (bucket) => test(read(bucket))
}

function buildGroupOrder(
  scope: Scope,
  grouping: Grouping,
  clauses: OrderByClause[],
): ((a: Bucket, b: Bucket) => number) | undefined {
  if (clauses.length === 0) return undefined
  const keys = clauses.map((clause) => {
    const { read, sortValue } = bindOrder(scope, grouping, clause)
    return {
      read: sortValue ? (bucket: Bucket) => sortValue(read(bucket)) : read,
      compare: valueOrder(clause.order === 'DESC', clause.nulls !== 'LAST'),
    }
  })
  return (a, b) => {
    for (const { read, compare } of keys) {
      const order = compare(read(a), read(b))
      if (order !== 0) return order
    }
    return 0
  }
}

function bindOrder(scope: Scope, grouping: Grouping, clause: OrderByClause): Measure {
  if (!('fn' in clause)) return bindGroupField(scope, clause.field, grouping, 'order')
  const name = nameOf(clause.fn)
  if (!AGGREGATES.has(name) && name !== 'GROUPING' && !isDateCall(clause.fn)) {
    throw complain(scope.text, locateSort(scope.text, pathOf(clause.fn)), 'ungroupedOrder', pathOf(clause.fn))
  }
  return bindMeasure(scope, clause.fn, grouping)
}

function renderBucket(bucket: Bucket, columns: BucketColumn[]): Record<string, unknown> {
  const row: Record<string, unknown> = { attributes: { type: 'AggregateResult' } }
  for (const { key, type, read } of columns) {
    const value = read(bucket)
    row[key] = type === 'datetime' && typeof value === 'number' ? renderDatetime(value) : value
  }
  return row
}
