import { isAggregatable, isCompound, isFilterable, isGroupable, isPolymorphic, isSortable } from './field-facts.js'
import { flagsOf } from './field-flags.js'
import type { FieldSchema, ObjectSchema } from '../terms.js'

/**
 * A field as a describe lists it, with every key the service sends. It is made once, since schemas are never changed in
 * place.
 */
export function renderField(object: ObjectSchema, field: FieldSchema): Readonly<Record<string, unknown>> {
  const { name, createable, updateable, searchable } = object
  const key = [name, createable, updateable, searchable].join()
  const known = rendered.get(field)
  if (known?.key === key) return known.described
  const described = describeField(object, field)
  rendered.set(field, { key, described })
  return described
}

const rendered = new WeakMap<FieldSchema, { key: string; described: Record<string, unknown> }>()

function describeField(object: ObjectSchema, field: FieldSchema): Record<string, unknown> {
  const { name, type } = field
  const isSystem = SYSTEM_FIELDS.has(name)
  const { precision = 0, scale = 0, digits = 0 } = NUMBER_SIZES[type] ?? {}
  const length = field.length ?? LENGTHS[type] ?? 0
  const isReadOnly =
    isSystem || READ_ONLY_FIELDS.has(name) || isCompound(field) || isPersonName(field) || field.calculated
  const isPicklist = type === 'picklist' || type === 'multipicklist' || type === 'combobox'
  const flags = flagsOf(object, field)
  const keys = {
    ...CONSTANT_KEYS,
    aggregatable: isAggregatable(field),
    byteLength: OF_ASCII.has(type) ? length : length * 3,
    calculated: field.calculated ?? false,
    compoundFieldName: field.compoundFieldName ?? null,
    createable: !isReadOnly && object.createable,
    custom: field.custom ?? false,
    defaultValue: type === 'boolean' && !field.calculated ? false : null,
    defaultedOnCreate: isSystem || type === 'boolean',
    digits,
    displayLocationInDecimal: type === 'location',
    externalId: field.externalId ?? false,
    extraTypeInfo: field.extraTypeInfo ?? null,
    filterable: isFilterable(field),
    groupable: isGroupable(field),
    htmlFormatted: field.extraTypeInfo === 'richtextarea',
    idLookup: isLookup(field),
    label: field.label,
    length,
    name,
    nameField: field.nameField ?? false,
    namePointing: isPolymorphic(field),
    nillable: field.nillable ?? (type !== 'boolean' && type !== 'id' && !isSystem),
    permissionable: !isSystem && isOptional(field) && !field.nameField,
    picklistValues: isPicklist ? choicesOf(field, flags['defaultValue']) : [],
    polymorphicForeignKey: isPolymorphic(field),
    precision,
    queryByDistance: isCompound(field),
    referenceTo: field.referenceTo ?? [],
    relationshipName: field.relationshipName ?? null,
    scale,
    soapType: SOAP_TYPES[type] ?? 'xsd:string',
    sortable: isSortable(field),
    type,
    updateable: !isReadOnly && object.updateable,
    ...flags,
  }
  return inOrder(keys)
}

/** In alphabetical order, as the service sends them: every field has the same keys, which are sorted once. */
function inOrder(keys: Record<string, unknown>): Record<string, unknown> {
  order ??= Object.keys(keys).toSorted()
  return Object.fromEntries(order.map((key) => [key, keys[key]]))
}

let order: string[] | undefined

/** What is the same for every field of this org, but for what `flagsOf` knows. */
const CONSTANT_KEYS = {
  aiPredictionField: false,
  autoNumber: false,
  calculatedFormula: null,
  cascadeDelete: false,
  caseSensitive: false,
  controllerName: null,
  defaultValueFormula: null,
  dependentPicklist: false,
  deprecatedAndHidden: false,
  encrypted: false,
  filteredLookupInfo: null,
  formulaTreatNullNumberAsZero: false,
  highScaleNumber: false,
  inlineHelpText: null,
  mask: null,
  maskType: null,
  referenceTargetField: null,
  relationshipOrder: null,
  restrictedDelete: false,
  restrictedPicklist: false,
  searchPrefilterable: false,
  unique: false,
  writeRequiresMasterRead: false,
}

const SYSTEM_FIELDS = new Set([
  'Id',
  'IsDeleted',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
])

const READ_ONLY_FIELDS = new Set([
  'MasterRecordId',
  'CaseNumber',
  'IsClosed',
  'ClosedDate',
  'IsWon',
  'IsConverted',
  'LastActivityDate',
])

const LENGTHS: Record<string, number> = {
  id: 18,
  reference: 18,
  string: 255,
  picklist: 255,
  url: 255,
  email: 80,
  phone: 40,
  textarea: 255,
}

const NUMBER_SIZES: Record<string, { precision?: number; scale?: number; digits?: number }> = {
  int: { digits: 8 },
  long: { digits: 18 },
  double: { precision: 18, scale: 2 },
  percent: { precision: 18, scale: 2 },
  currency: { precision: 18, scale: 2 },
  // The lines that are shown.
  multipicklist: { precision: 4 },
}

/** A character of these is a byte. */
const OF_ASCII = new Set(['id', 'reference', 'multipicklist'])

const SOAP_TYPES: Record<string, string> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  long: 'xsd:long',
  double: 'xsd:double',
  percent: 'xsd:double',
  currency: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  base64: 'xsd:base64Binary',
  address: 'urn:address',
  location: 'urn:location',
  anyType: 'xsd:anyType',
}

/** Whether records have an address by it, but for what `flagsOf` knows: /sobjects/{X}/{field}/{value}. */
function isLookup(field: FieldSchema): boolean {
  const { type, custom = false, nameField = false, externalId = false } = field
  return type === 'id' || (type === 'email' && !custom) || externalId || (nameField && !isPersonName(field))
}

/** Whether users may be kept from it: it may be empty, or is a checkbox that an administrator made. */
function isOptional({ custom = false, nillable, type }: FieldSchema): boolean {
  return nillable !== false || (custom && type === 'boolean')
}

/** Put together of its parts, never written. */
function isPersonName(field: FieldSchema): boolean {
  return field.name === 'Name' && field.extraTypeInfo === 'personname'
}

function choicesOf({ picklist = [], choiceLabels = {} }: FieldSchema, start: unknown): Record<string, unknown>[] {
  return picklist.map((value) => ({
    active: true,
    defaultValue: value === start,
    label: choiceLabels[value] ?? value,
    validFor: null,
    value,
  }))
}
