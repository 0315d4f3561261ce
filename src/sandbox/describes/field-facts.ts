import { findField } from '../schema/find-field.js'
import type { FieldSchema, ObjectSchema } from '../terms.js'

/** Whether the describe says WHERE may name it. Long text areas and blobs say no. */
export function isFilterable(field: FieldSchema): boolean {
  return field.filterable ?? !(isLongText(field) || field.type === 'base64')
}

/** Whether ORDER BY may name it. */
export function isSortable(field: FieldSchema): boolean {
  return field.sortable ?? !(isLongText(field) || isCompound(field) || UNSORTABLE.has(field.type))
}

/** Whether GROUP BY may name it. */
export function isGroupable(field: FieldSchema): boolean {
  const isLong = (field.length ?? 0) > MAX_GROUPABLE_LENGTH
  return field.groupable ?? !(isLong || isCompound(field) || UNGROUPABLE.has(field.type))
}

/** Whether the describe says that some aggregate function takes it. */
export function isAggregatable(field: FieldSchema): boolean {
  return field.aggregatable ?? !(isLongText(field) || isCompound(field) || UNAGGREGATABLE.has(field.type))
}

/** Sums are for numbers (SOQL guide, Support for Field Types in Aggregate Functions). */
export function isAggregatableBy(functionName: string, field: FieldSchema): boolean {
  const isOfNumbers = functionName === 'SUM' || functionName === 'AVG'
  return isAggregatable(field) && (!isOfNumbers || NUMBER_TYPES.has(field.type))
}

/** Address and geolocation: objects in a row, made of their parts, never filtered or sorted. */
export function isCompound(field: FieldSchema): boolean {
  return field.type === 'address' || field.type === 'location'
}

/** Several parents of different kinds: its rows go by the pseudo-object Name. */
export function isPolymorphic(field: FieldSchema): boolean {
  return (field.referenceTo?.length ?? 0) > 1
}

/** A field the run-as user can see, by its name in any case. */
export function findVisibleField(object: ObjectSchema, name: string): FieldSchema | undefined {
  const field = findField(object, name)
  return field?.visible === false ? undefined : field
}

/** The fields the run-as user can see, in describe order. */
export function visibleFields(object: ObjectSchema): FieldSchema[] {
  return object.fields.filter((field) => field.visible !== false)
}

/** Text that may be longer can't be grouped by, whatever its type. */
const MAX_GROUPABLE_LENGTH = 255
const UNSORTABLE = new Set(['multipicklist', 'base64', 'encryptedstring', 'complexvalue'])
const UNGROUPABLE = new Set([...UNSORTABLE, 'anyType', 'combobox', 'currency', 'double', 'percent', 'datetime', 'time'])

/** The types whose values are numbers. */
export const NUMBER_TYPES = new Set(['int', 'long', 'double', 'percent', 'currency'])
const UNAGGREGATABLE = new Set([...UNSORTABLE, 'boolean', 'time', 'anyType'])

/** Custom text areas hold 255 characters or are long; the standard ones in between stay filterable. */
function isLongText(field: FieldSchema): boolean {
  return field.type === 'textarea' && (field.length ?? 255) > (field.custom ? 255 : 4000)
}
