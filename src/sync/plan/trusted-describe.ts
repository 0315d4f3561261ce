import type { FieldDescribe, SObjectDescribe } from '../../terms.js'
import { metaFieldNames } from '../../soql/soql.js'
import { fieldTableOf } from './standard-objects.js'

/**
 * What a field table says of an sObject, in place of the describe that the org would not give this time: what the org
 * doesn't have of it, it refuses by name. Undefined for an sObject without a table.
 */
export function buildTrustedDescribe(sobject: string): SObjectDescribe | undefined {
  const table = fieldTableOf(sobject)
  if (table === undefined) return undefined
  const parents = Object.keys(table.parents).map((name) => ({
    ...buildField(`${name}Id`, 'reference'),
    relationshipName: name,
  }))
  return {
    ...nothing,
    name: sobject,
    queryable: true,
    fields: [
      ...['Id', ...table.fields].map((name) => buildField(name, 'string')),
      ...metaFieldNames.map((name) => buildField(name, 'datetime')),
      ...parents,
    ],
    childRelationships: table.children.map((child) => ({
      childSObject: child.sobject,
      field: 'ParentId',
      relationshipName: child.relationship,
    })),
  }
}

/** The describe of an sObject that the org doesn't let us query: it has no fields. */
export function buildRefusedDescribe(sobject: string): SObjectDescribe {
  return { ...nothing, name: sobject }
}

const nothing: Omit<SObjectDescribe, 'name'> = {
  label: '',
  custom: false,
  keyPrefix: null,
  queryable: false,
  searchable: false,
  createable: false,
  updateable: false,
  deletable: false,
  undeletable: false,
  replicateable: false,
  fields: [],
  childRelationships: [],
}

function buildField(name: string, type: string): FieldDescribe {
  return {
    name,
    label: name,
    type,
    length: 0,
    custom: false,
    nameField: false,
    filterable: true,
    nillable: false,
    sortable: true,
    calculated: false,
    htmlFormatted: false,
    compoundFieldName: null,
    relationshipName: null,
    referenceTo: type === 'reference' ? ['User'] : [],
    polymorphicForeignKey: false,
  }
}
