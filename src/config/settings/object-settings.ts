/** The settings of single objects, a row each. */
import type { ObjectSettingTable } from './setting.js'
import { order } from '../values/child-order.js'
import { contentLine, fieldTag } from '../values/document-fields.js'
import { fieldPath } from '../values/field-path.js'
import { choice, condition, list, text, toggle, wholeNumber } from '../values/setting-values.js'

/** `objects.<sObject>` beside the settings of the datasource: further settings of one object. */
export const objectSettings = {
  fields: {
    property: 'fields',
    check: list(fieldPath),
    type: 'list of field names',
    example: '[Name, Industry]',
    effect: 'Fields to read instead of those chosen by the tool; all for every field.',
  },
  add_fields: {
    property: 'addFields',
    check: list(fieldPath),
    type: 'list of field names',
    example: '[Site, Owner.Profile.Name]',
    effect: 'Fields to read besides, those of parents too, through up to five of them.',
  },
  exclude_fields: {
    property: 'excludeFields',
    check: list(fieldPath),
    type: 'list of field names',
    default: [],
    example: '[Fax]',
    effect: 'Fields to leave out, whole parents (Owner) and child lists too.',
  },
  custom_fields: {
    property: 'customFields',
    check: toggle,
    type: 'true or false',
    example: 'false',
    effect: 'Whether custom fields of this object are read that are not named above.',
  },
  where: {
    property: 'where',
    check: condition,
    type: 'SOQL condition',
    example: "Type = 'Customer'",
    effect: 'Only records that meet this condition.',
  },
  watermark_field: {
    property: 'watermarkField',
    check: choice<string>('LastModifiedDate', 'SystemModstamp', 'CreatedDate'),
    type: 'field name',
    example: 'SystemModstamp',
    effect: 'The field that makes a new version of a record of this object. CreatedDate: its records never change.',
  },
  transport: {
    property: 'transport',
    check: choice('auto', 'rest', 'bulk'),
    type: 'auto, rest or bulk',
    example: 'bulk',
    effect: 'How first loads and full runs of this object travel, whatever the datasource says.',
  },
  title: {
    property: 'title',
    check: list(fieldPath),
    type: 'list of field names',
    example: '[Legal_Name__c, Name]',
    effect: 'Fields for the title of its documents: the first that holds something.',
  },
  content: {
    property: 'content',
    check: list(contentLine),
    type: 'list of { label, field }',
    example: '[{ field: Description }, { label: Owner, field: Owner.Name }]',
    effect: 'The lines of its content instead of those chosen by the tool; without a label the value alone.',
  },
  tags: {
    property: 'tags',
    check: list(fieldTag),
    type: 'list of { field, prefix }',
    example: '[{ field: Type }, { field: Industry, prefix: "industry:" }]',
    effect: 'Its tags instead of those chosen by the tool; the name of the object stays the first.',
  },
} as const satisfies ObjectSettingTable

/** `objects.<sObject>.children.<relationship>`: a child list that is read with each record of the object. */
export const childListSettings = {
  fields: {
    property: 'fields',
    check: list(text),
    type: 'list of field names',
    example: '[Name, Email, Owner.Name]',
    effect: 'Fields of the children, and of their parents. Without it Id, the name and SystemModstamp.',
  },
  where: {
    property: 'where',
    check: condition,
    type: 'SOQL condition',
    example: 'Email != null',
    effect: 'Only children that meet this condition.',
  },
  order: {
    property: 'order',
    check: order,
    type: 'fields, each with ASC or DESC',
    example: 'LastName, CreatedDate DESC',
    effect: 'The order of the children. Without it the oldest first; with limit the newest.',
  },
  limit: {
    property: 'limit',
    check: wholeNumber(1, 2000),
    type: 'number from 1 to 2000',
    example: '20',
    effect: 'The most children of a record. Without it all of them.',
  },
} as const satisfies ObjectSettingTable
