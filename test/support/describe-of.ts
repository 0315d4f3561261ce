import type { ChildRelationship, FieldDescribe, SObjectDescribe } from '../../src/terms.js'

/**
 * A describe from short text. Fields are `Name:type`, with `!` for the name field, `<Compound` for a component and
 * `>Relationship/Target,Target` for a reference; children are `Relationship:Child.Field`.
 */
export function describeOf(name: string, fields: string, children = ''): SObjectDescribe {
  return {
    name,
    label: name.replace(/__c$/, ''),
    custom: name.endsWith('__c'),
    keyPrefix: 'a00',
    queryable: true,
    searchable: true,
    createable: true,
    updateable: true,
    deletable: false,
    undeletable: true,
    replicateable: true,
    fields: `Id:id ${fields}`.trim().split(/\s+/).map(fieldOf),
    childRelationships: children.trim() === '' ? [] : children.trim().split(/\s+/).map(childOf),
  }
}

/** The stamps nearly every sObject has. */
export const watermarkFields = 'CreatedDate:datetime LastModifiedDate:datetime SystemModstamp:datetime'

/** Owner and creator, as most sObjects refer to them. */
export const peopleFields = 'OwnerId:reference>Owner/User CreatedById:reference>CreatedBy/User'

function fieldOf(text: string): FieldDescribe {
  const [, name = '', type = '', nameField, compound, relationship, targets] =
    /^([^:]+):(\w+)(!?)(?:<(\w+))?(?:>(\w+)\/([\w,]+))?$/.exec(text) ?? []
  const referenceTo = targets?.split(',') ?? []
  return {
    name,
    label: name.replace(/__c$/, '').replaceAll('_', ' '),
    type,
    length: 255,
    custom: name.endsWith('__c'),
    nameField: nameField === '!',
    filterable: type !== 'textarea',
    nillable: false,
    sortable: type !== 'textarea',
    calculated: false,
    htmlFormatted: false,
    compoundFieldName: compound ?? null,
    relationshipName: relationship ?? null,
    referenceTo,
    polymorphicForeignKey: referenceTo.length > 1,
  }
}

function childOf(text: string): ChildRelationship {
  const [, relationshipName = '', childSObject = '', field = ''] = /^(\w+):(\w+)\.(\w+)$/.exec(text) ?? []
  return { relationshipName, childSObject, field }
}
