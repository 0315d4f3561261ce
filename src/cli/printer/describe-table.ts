import type { FieldDescribe, SObjectSummary } from '../../terms.js'
import { renderCount } from './amounts.js'
import { renderTable } from './table.js'

/** sObjects, a line each. */
export function renderObjects(summaries: SObjectSummary[]): string {
  const columns = ['name', 'label', 'prefix', 'custom'].map((title) => ({ title }))
  return renderTable(
    columns,
    summaries.map(({ name, label, keyPrefix, custom }) => [name, label, keyPrefix ?? '', renderCustom(custom)]),
  )
}

/** The fields of an sObject, a line each. */
export function renderFields(fields: FieldDescribe[]): string {
  const columns = [
    { title: 'name' },
    { title: 'label' },
    { title: 'type' },
    { title: 'length', align: 'right' as const },
    { title: 'custom' },
    { title: 'flags' },
  ]
  return renderTable(columns, fields.map(renderField))
}

function renderField(field: FieldDescribe): string[] {
  const { name, label, length, custom } = field
  return [
    name,
    label,
    renderType(field),
    length > 0 ? renderCount(length) : '',
    renderCustom(custom),
    renderFlags(field),
  ]
}

function renderCustom(custom: boolean): string {
  return custom ? 'custom' : ''
}

function renderType({ type, referenceTo }: FieldDescribe): string {
  if (referenceTo.length === 0) return type
  return `${type} to ${referenceTo.length > 3 ? `${referenceTo.length} objects` : referenceTo.join(', ')}`
}

function renderFlags({ nameField, calculated, filterable, sortable }: FieldDescribe): string {
  const flags = { name: nameField, formula: calculated, 'not filterable': !filterable, 'not sortable': !sortable }
  return Object.entries(flags)
    .flatMap(([flag, holds]) => (holds ? [flag] : []))
    .join(', ')
}
