import type { ChildSchema, FieldSchema, ObjectSchema } from '../terms.js'
import { GEOCODE_ACCURACIES, type LabelledChoices } from './labelled-picklists.js'

type More = Partial<FieldSchema>

/** A field of any type. Names ending in `__c` or `__s` are custom ones. */
export function field(type: string, name: string, label: string, more: More = {}): FieldSchema {
  const custom = /__[cs]$/.test(name)
  return { name, label, type, ...(custom && { custom }), ...more }
}

/** One line of text. */
export function text(name: string, label: string, length = 255, more: More = {}): FieldSchema {
  return field('string', name, label, { length, ...more })
}

/** Text of up to 32,000 characters: SOQL can neither filter nor sort by it. */
export function longText(name: string, label: string, more: More = {}): FieldSchema {
  return field('textarea', name, label, {
    length: 32_000,
    filterable: false,
    sortable: false,
    extraTypeInfo: 'plaintextarea',
    ...more,
  })
}

/** A few lines of text, which SOQL does filter and sort by. */
export function shortTextArea(name: string, label: string, more: More = {}): FieldSchema {
  return field('textarea', name, label, {
    length: 255,
    filterable: true,
    sortable: true,
    extraTypeInfo: 'plaintextarea',
    ...more,
  })
}

/** A telephone number. */
export function phone(name: string, label: string): FieldSchema {
  return field('phone', name, label, { length: 40 })
}

/** An e-mail address. */
export function email(name: string, label: string, length = 80): FieldSchema {
  return field('email', name, label, { length })
}

/** One of some values, given alone or with their labels; SOQL takes any text for it. */
export function picklist(
  name: string,
  label: string,
  values: readonly string[] | LabelledChoices,
  more: More = {},
): FieldSchema {
  return field('picklist', name, label, { length: 255, ...choices(values), ...more })
}

/** What a picklist is, besides its values, where a choice is always made. */
export const CHOSEN = { length: 40, nillable: false }

/** The values of a picklist as a field has them. */
export function choices(values: readonly string[] | LabelledChoices): More {
  if (isList(values)) return { picklist: [...values] }
  return { picklist: Object.keys(values), choiceLabels: values }
}

function isList(values: readonly string[] | LabelledChoices): values is readonly string[] {
  return Array.isArray(values)
}

/** A checkbox is never null. */
export function checkbox(name: string, label: string, more: More = {}): FieldSchema {
  return field('boolean', name, label, { nillable: false, ...more })
}

/** A lookup; without `relationshipName` SOQL cannot step through it to the parent. */
export function reference(
  name: string,
  label: string,
  to: string | string[],
  relationshipName?: string,
  more: More = {},
): FieldSchema {
  return field('reference', name, label, {
    length: 18,
    referenceTo: Array.isArray(to) ? to : [to],
    ...(relationshipName && { relationshipName }),
    ...more,
  })
}

/**
 * A compound address and its parts: `Billing` makes BillingStreet … BillingAddress, an empty prefix Street … Address.
 */
export function address(prefix: string, labelPrefix: string): FieldSchema[] {
  const compoundFieldName = `${prefix}Address`
  const part = (name: string) => prefix + name
  const labelled = (label: string) => (labelPrefix ? `${labelPrefix} ${label}` : label)
  return [
    shortTextArea(part('Street'), labelled('Street'), { compoundFieldName }),
    text(part('City'), labelled('City'), 40, { compoundFieldName }),
    text(part('State'), labelled('State/Province'), 80, { compoundFieldName }),
    text(part('PostalCode'), labelled('Zip/Postal Code'), 20, { compoundFieldName }),
    text(part('Country'), labelled('Country'), 80, { compoundFieldName }),
    field('double', part('Latitude'), labelled('Latitude'), { compoundFieldName }),
    field('double', part('Longitude'), labelled('Longitude'), { compoundFieldName }),
    picklist(part('GeocodeAccuracy'), labelled('Geocode Accuracy'), GEOCODE_ACCURACIES, {
      length: 40,
      compoundFieldName,
    }),
    field('address', compoundFieldName, labelled('Address'), { sortable: false }),
  ]
}

/** A custom address field: its parts end in `__Street__s` and the like. */
export function customAddress(name: string, label: string): FieldSchema[] {
  const compoundFieldName = `${name}__c`
  const part = (suffix: string) => `${name}__${suffix}__s`
  return [
    shortTextArea(part('Street'), `${label} (Street)`, { compoundFieldName }),
    text(part('City'), `${label} (City)`, 40, { compoundFieldName }),
    text(part('PostalCode'), `${label} (Zip/Postal Code)`, 20, { compoundFieldName }),
    picklist(part('StateCode'), `${label} (State/Province)`, [], { length: 10, compoundFieldName }),
    picklist(part('CountryCode'), `${label} (Country/Territory)`, [], { length: 10, compoundFieldName }),
    field('double', part('Latitude'), `${label} (Latitude)`, { compoundFieldName }),
    field('double', part('Longitude'), `${label} (Longitude)`, { compoundFieldName }),
    picklist(part('GeocodeAccuracy'), `${label} (Geocode Accuracy)`, GEOCODE_ACCURACIES, {
      length: 40,
      compoundFieldName,
    }),
    field('address', compoundFieldName, label, { sortable: false }),
  ]
}

/** A geolocation field: `Site_Location` makes Site_Location__c with its two parts. */
export function geolocation(name: string, label: string): FieldSchema[] {
  const compoundFieldName = `${name}__c`
  return [
    field('double', `${name}__Latitude__s`, `${label} (Latitude)`, { compoundFieldName }),
    field('double', `${name}__Longitude__s`, `${label} (Longitude)`, { compoundFieldName }),
    field('location', compoundFieldName, label, { sortable: false }),
  ]
}

/** A child list: `name` null where SOQL has no name for it. */
export function child(relationshipName: string | null, childSObject: string, fieldName: string): ChildSchema {
  return { relationshipName, childSObject, field: fieldName }
}

/** The lists of what is to do and was done about a record; `by` points to it. */
export function activities(by: 'WhatId' | 'WhoId'): ChildSchema[] {
  return [
    child('Tasks', 'Task', by),
    child('Events', 'Event', by),
    child('OpenActivities', 'OpenActivity', by),
    child('ActivityHistories', 'ActivityHistory', by),
  ]
}

/** What an sObject is made of: what has no default, and what differs from it. */
export type ObjectFacts = Pick<ObjectSchema, 'name' | 'label' | 'labelPlural' | 'keyPrefix' | 'fields'> &
  Partial<ObjectSchema>

/** What nobody may write or search for. */
export const READ_ONLY = { searchable: false, createable: false, updateable: false, deletable: false }

/** An sObject all of whose access flags are true unless said otherwise. */
export function sobject(facts: ObjectFacts): ObjectSchema {
  return {
    custom: facts.name.endsWith('__c'),
    queryable: true,
    searchable: true,
    createable: true,
    updateable: true,
    deletable: true,
    children: [],
    changedAt: 0,
    ...facts,
  }
}

/** An sObject that nobody writes or searches. */
export function readOnly(
  name: string,
  label: string,
  labelPlural: string,
  fields: FieldSchema[],
  more: Partial<ObjectSchema> = {},
): ObjectSchema {
  return sobject({ name, label, labelPlural, keyPrefix: null, fields, ...READ_ONLY, ...more })
}
