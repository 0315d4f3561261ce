import { findVisibleField } from '../describes/field-facts.js'
import type { FieldSchema, ObjectSchema, Store, StoredRecord } from '../terms.js'
import { valueReader, type Value } from './conditions/values.js'

/** The fields a parent of several kinds offers without TYPEOF (Salesforce's pseudo-object Name). */
export const NAME_OBJECT: ObjectSchema = {
  name: 'Name',
  label: 'Name',
  labelPlural: 'Names',
  keyPrefix: null,
  custom: false,
  queryable: false,
  searchable: false,
  createable: false,
  updateable: false,
  deletable: false,
  children: [],
  changedAt: 0,
  fields: [
    pseudoField('Id', 'id'),
    pseudoField('Name', 'string'),
    pseudoField('FirstName', 'string'),
    pseudoField('LastName', 'string'),
    pseudoField('Type', 'picklist'),
    pseudoField('Alias', 'string'),
    pseudoField('UserRoleId', 'reference'),
    pseudoField('RecordTypeId', 'reference'),
    pseudoField('IsActive', 'boolean'),
    pseudoField('ProfileId', 'reference'),
    pseudoField('Title', 'string'),
    pseudoField('Email', 'email'),
    pseudoField('Phone', 'phone'),
    pseudoField('NameOrAlias', 'string'),
    pseudoField('Username', 'string'),
  ],
}

/** Reads one of them from whatever the parent is; null where its kind lacks the field. */
export function nameReader(store: Store, field: FieldSchema): (record: StoredRecord) => Value {
  return (record) => {
    if (field.name === 'Id') return record.id
    if (field.name === 'Type') return kindOf(record)
    const object = store.object(record.sobject)
    const own = object && ownField(object, field.name)
    return object && own ? valueReader(object, own)(record) : null
  }
}

function ownField(object: ObjectSchema, name: string): FieldSchema | undefined {
  if (name === 'Name' || name === 'NameOrAlias') return object.fields.find((field) => field.nameField)
  return findVisibleField(object, name)
}

/** Queues are rows of Group; the pseudo-object calls them Queue. */
function kindOf(record: StoredRecord): string {
  return record.sobject === 'Group' && typeof record.values['Type'] === 'string'
    ? record.values['Type']
    : record.sobject
}

function pseudoField(name: string, type: string): FieldSchema {
  return { name, label: name, type, nillable: true }
}
