import type { FieldType, Query } from '@jetstreamapp/soql-parser-js'
import { findVisibleField, NUMBER_TYPES } from '../../describes/field-facts.js'
import { aliasOf } from '../../soql/select.js'
import type { Column, Plan } from '../../soql/plan.js'
import type { FieldSchema, ObjectSchema, Store } from '../../terms.js'

/**
 * What `&columns=true` answers in place of rows: the columns of a statement with their kinds, as the Salesforce CLI
 * asks for them to draw its tables.
 */
export function renderColumns(plan: Plan, query: Query) {
  const isGrouped = plan.summary !== undefined
  return {
    columnMetadata: isGrouped
      ? summaryColumns(plan, query.fields ?? [])
      : plan.columns.map((column) => rowColumn(plan.store, plan.object, column)),
    entityName: plan.object.name,
    groupBy: query.groupBy !== undefined,
    idSelected: plan.columns.some((column) => column.kind === 'field' && column.key === 'Id'),
    keyPrefix: plan.object.keyPrefix,
  }
}

function rowColumn(store: Store, object: ObjectSchema, column: Column): Record<string, unknown> {
  if (column.kind === 'field') return fieldColumn(findVisibleField(object, column.key), column.key)
  if (column.kind === 'children') {
    const joins = column.plan.columns.map((each) => rowColumn(store, column.plan.object, each))
    return { ...fieldColumn(undefined, column.key), aggregate: true, joinColumns: joins }
  }
  const target = column.hop.target
  const columns =
    column.kind === 'parent' ? column.columns : [...column.branches.values(), column.otherwise ?? []].flat()
  const joins = new Map(columns.map((each) => [each.key, rowColumn(store, target, each)]))
  return {
    ...fieldColumn(undefined, column.key),
    foreignKeyName: column.hop.field.name,
    joinColumns: [...joins.values()],
  }
}

/** The columns of a grouped statement: what it is grouped by, and functions by their alias, `expr0` for want of one. */
function summaryColumns(plan: Plan, items: FieldType[]): Record<string, unknown>[] {
  let unnamed = 0
  return items.map((item) => {
    if (item.type === 'FieldFunctionExpression') {
      const displayName = item.rawValue ?? item.functionName
      const columnName = item.alias ?? `expr${unnamed++}`
      return { ...fieldColumn(undefined, columnName), aggregate: true, displayName, numberType: true, textType: false }
    }
    const name = item.type === 'Field' || item.type === 'FieldRelationship' ? item.field : ''
    return fieldColumn(findVisibleField(plan.object, name), aliasOf(item) ?? name)
  })
}

function fieldColumn(field: FieldSchema | undefined, name: string): Record<string, unknown> {
  const type = field?.type ?? 'string'
  const apexType = APEX_TYPES[type] ?? 'String'
  return {
    aggregate: false,
    apexType: field === undefined ? null : apexType,
    booleanType: type === 'boolean',
    columnName: name,
    custom: field?.custom ?? false,
    displayName: name,
    foreignKeyName: null,
    insertable: field !== undefined && !field.calculated && type !== 'id',
    joinColumns: [],
    numberType: NUMBER_TYPES.has(type),
    textType: field !== undefined && apexType === 'String',
    updatable: field !== undefined && !field.calculated && type !== 'id',
  }
}

const APEX_TYPES: Record<string, string> = {
  id: 'Id',
  reference: 'Id',
  boolean: 'Boolean',
  int: 'Integer',
  long: 'Long',
  double: 'Double',
  currency: 'Double',
  percent: 'Double',
  date: 'Date',
  datetime: 'Datetime',
  time: 'Time',
  base64: 'Blob',
  address: 'Address',
  location: 'Location',
}
