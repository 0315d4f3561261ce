import { isCompound, isFilterable, isGroupable, isPolymorphic, isSortable } from './field-facts.js'
import type { FieldSchema, ObjectSchema } from './terms.js'

/** A field as a describe lists it, with every key the service sends. */
export function renderField(object: ObjectSchema, field: FieldSchema): Record<string, unknown> {
  const { name, type } = field
  const isSystem = SYSTEM_FIELDS.has(name)
  const isNumber = type in NUMBER_SIZES
  const { precision = 0, scale = 0, digits = 0 } = NUMBER_SIZES[type] ?? {}
  const length = field.length ?? LENGTHS[type] ?? 0
  const writable = !isSystem && !isCompound(field) && !field.calculated && name !== 'IsDeleted'
  const isPicklist = type === 'picklist' || type === 'multipicklist'
  return {
    aggregatable: isFilterable(field) && type !== 'boolean' && !isCompound(field),
    aiPredictionField: false,
    autoNumber: false,
    byteLength: type === 'id' || type === 'reference' ? length : length * 3,
    calculated: field.calculated ?? false,
    calculatedFormula: null,
    cascadeDelete: false,
    caseSensitive: false,
    compoundFieldName: field.compoundFieldName ?? null,
    controllerName: null,
    createable: writable && object.createable,
    custom: field.custom ?? false,
    defaultValue: type === 'boolean' ? false : null,
    defaultValueFormula: null,
    defaultedOnCreate: isSystem || type === 'boolean',
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits,
    displayLocationInDecimal: type === 'location',
    encrypted: false,
    externalId: false,
    extraTypeInfo: field.extraTypeInfo ?? null,
    filterable: isFilterable(field),
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: isGroupable(field),
    highScaleNumber: false,
    htmlFormatted: field.extraTypeInfo === 'richtextarea',
    idLookup: type === 'id' || field.nameField === true,
    inlineHelpText: null,
    label: field.label,
    length,
    mask: null,
    maskType: null,
    name,
    nameField: field.nameField ?? false,
    namePointing: isPolymorphic(field),
    nillable: field.nillable ?? (type !== 'boolean' && type !== 'id' && !isSystem),
    permissionable: !isSystem && field.nillable !== false && !field.nameField,
    picklistValues: isPicklist ? (field.picklist ?? []).map(renderChoice) : [],
    polymorphicForeignKey: isPolymorphic(field),
    precision,
    queryByDistance: isCompound(field),
    referenceTargetField: null,
    referenceTo: field.referenceTo ?? [],
    relationshipName: field.relationshipName ?? null,
    relationshipOrder: null,
    restrictedDelete: false,
    restrictedPicklist: false,
    scale: isNumber ? scale : 0,
    searchPrefilterable: false,
    soapType: SOAP_TYPES[type] ?? 'xsd:string',
    sortable: isSortable(field),
    type,
    unique: false,
    updateable: writable && object.updateable,
    writeRequiresMasterRead: false,
  }
}

const SYSTEM_FIELDS = new Set([
  'Id',
  'IsDeleted',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
  'MasterRecordId',
])

const LENGTHS: Record<string, number> = { id: 18, reference: 18, string: 255, picklist: 255, url: 255, email: 80, phone: 40, textarea: 255 }

const NUMBER_SIZES: Record<string, { precision?: number; scale?: number; digits?: number }> = {
  int: { digits: 8 },
  long: { digits: 18 },
  double: { precision: 18, scale: 2 },
  percent: { precision: 18, scale: 2 },
  currency: { precision: 18, scale: 2 },
}

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

function renderChoice(value: string): Record<string, unknown> {
  return { active: true, defaultValue: false, label: value, validFor: null, value }
}
