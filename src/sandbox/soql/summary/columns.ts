import type { FieldFunctionExpression, FieldType } from '@jetstreamapp/soql-parser-js'
import { isAggregatableBy } from '../../describes/field-facts.js'
import { refuse } from '../../http/api-errors.js'
import { complain, locate, locateSort } from '../complaint.js'
import type { Value } from '../conditions/values.js'
import { expandFields, isFields } from '../field-groups.js'
import { bindCall, formatterFor, isDateCall, nameOf, pathOf, refuseNested, type Call } from '../functions/calls.js'
import { sortValueOf } from '../order/order.js'
import { resolvePath, type Scope } from '../references.js'
import { aliasOf, writtenPath } from '../select.js'
import { aggregator } from './aggregators.js'
import { groupValue, type Bucket, type Grouping } from './groups.js'

/** What a bucket gives for a column, a condition or an order. */
export interface Measure {
  type: string
  read: (bucket: Bucket) => Value
  /** What it is sorted by, where not by itself. */
  sortValue?: ((value: Value) => Value) | undefined
}

export interface BucketColumn extends Measure {
  key: string
}

/** The names of the aggregate functions. */
export const AGGREGATES = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX'])

/** Whether a call makes a summary of a statement, alone or inside of FORMAT(). */
export function isSummarizing(call: Call): boolean {
  const name = nameOf(call)
  if (AGGREGATES.has(name) || name === 'GROUPING' || isDateCall(call)) return true
  const inner = call.parameters?.[0]
  return name === 'FORMAT' && typeof inner === 'object' && isSummarizing(inner)
}

/** The columns of a summary. Unnamed expressions are called expr0, expr1 and so on. */
export function bindColumns(scope: Scope, items: FieldType[], grouping: Grouping): BucketColumn[] {
  let unnamed = 0
  const columns = items.flatMap((item): BucketColumn | BucketColumn[] => {
    if (item.type === 'FieldFunctionExpression') {
      if (isFields(item)) return bindFields(scope, item, grouping)
      const measure = bindMeasure(scope, item, grouping)
      return { key: item.alias ?? `expr${unnamed++}`, ...measure }
    }
    if (item.type !== 'Field' && item.type !== 'FieldRelationship') {
      throw refuse('notSupported', 'this column of a grouped query')
    }
    const path = writtenPath(item)
    const name = resolvePath(scope, path).field.name
    return { key: aliasOf(item) ?? name, ...bindGroupField(scope, path, grouping) }
  })
  const keys = columns.map((column) => column.key.toLowerCase())
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) throw refuse('duplicateAlias', twice)
  return columns
}

/** All fields of FIELDS() would have to be grouped by. */
function bindFields(scope: Scope, item: FieldFunctionExpression, grouping: Grouping): BucketColumn[] {
  return expandFields(scope, item).map((name) => {
    const isGrouped = grouping.groups.some((group) => group.key === name)
    if (!isGrouped) throw complain(scope.text, locate(scope.text, item.functionName), 'ungrouped', name)
    return { key: name, ...bindGroupField(scope, name, grouping) }
  })
}

/** An aggregate, GROUPING(), a part of a date that is grouped by, or one of them formatted. */
export function bindMeasure(scope: Scope, call: Call, grouping: Grouping): Measure {
  const name = nameOf(call)
  if (AGGREGATES.has(name)) return bindAggregate(scope, call, name, grouping)
  if (name === 'GROUPING') return bindGroupingCall(scope, call, grouping)
  if (name === 'FORMAT') return bindFormat(scope, call, grouping)
  const { key, type, read, reference } = bindCall(scope, call)
  const at = grouping.groups.findIndex((group) => group.key === key)
  // A date that is grouped by stands for all its parts; a datetime doesn't ("Date Functions").
  const ofDate = grouping.groups.findIndex((group) => group.key === reference.path && group.type === 'date')
  if (at < 0 && ofDate >= 0) {
    return { type, read: ({ records, kept }) => (kept.has(ofDate) && records[0] ? read(records[0]) : null) }
  }
  if (at < 0) throw complain(scope.text, locate(scope.text, call.functionName ?? ''), 'ungrouped', pathOf(call))
  return { type: grouping.groups[at]!.type, read: groupValue(grouping.groups, at) }
}

/** A field that is grouped by. `of` is where it stands, for the refusal. */
export function bindGroupField(
  scope: Scope,
  path: string,
  { groups }: Grouping,
  of: 'column' | 'order' = 'column',
): Measure {
  const reference = resolvePath(scope, path)
  const at = groups.findIndex((group) => group.key === reference.path)
  if (at < 0) {
    if (of === 'order') throw complain(scope.text, locateSort(scope.text, path), 'ungroupedOrder', reference.path)
    throw complain(scope.text, locate(scope.text, path), 'ungrouped', reference.path)
  }
  return { type: groups[at]!.type, read: groupValue(groups, at), sortValue: sortValueOf(reference.field) }
}

function bindAggregate(scope: Scope, call: Call, name: string, grouping: Grouping): Measure {
  refuseNested(call)
  const path = pathOf(call)
  if (path === '') throw complain(scope.text, locate(scope.text, name), 'unexpectedToken', ')')
  if ((call.parameters ?? []).length > 1) {
    throw complain(scope.text, scope.text.indexOf(',', locate(scope.text, name)), 'unexpectedToken', ',')
  }
  const { field, read, path: full } = resolvePath(scope, path)
  if (!isAggregatableBy(name, field)) {
    const detail = `${field.name} does not support aggregate operator ${name}`
    throw complain(scope.text, locate(scope.text, path), 'notAggregatable', detail)
  }
  if (grouping.kind === 'plain' && grouping.groups.some((group) => group.key === full)) {
    throw complain(scope.text, locate(scope.text, path), 'groupedAggregate', full)
  }
  const fold = aggregator(name, sortValueOf(field))
  const type = name.startsWith('COUNT') ? 'int' : name === 'MIN' || name === 'MAX' ? field.type : 'double'
  return { type, read: ({ records }) => fold(records.map(read).filter((value) => value !== null)) }
}

/** 1 in a subtotal over the field, 0 elsewhere. */
function bindGroupingCall(scope: Scope, call: Call, { groups }: Grouping): Measure {
  const reference = resolvePath(scope, pathOf(call))
  const at = groups.findIndex((group) => group.key === reference.path)
  if (at < 0) throw complain(scope.text, locate(scope.text, pathOf(call)), 'ungrouped', reference.path)
  return { type: 'int', read: ({ kept }) => (kept.has(at) ? 0 : 1) }
}

function bindFormat(scope: Scope, call: Call, grouping: Grouping): Measure {
  const inner = call.parameters?.[0]
  const measure =
    typeof inner === 'object' ? bindMeasure(scope, inner, grouping) : bindGroupField(scope, pathOf(call), grouping)
  const ofCurrency = measure.type === 'double' && resolvePath(scope, pathOf(call)).field.type === 'currency'
  const format = formatterFor(scope, ofCurrency ? 'currency' : measure.type)
  return { type: 'string', read: (bucket) => format(measure.read(bucket)) }
}
