import { recordId } from '../../record-ids.js'
import { checkbox, field, READ_ONLY, reference, sobject, text } from '../../schema/fields.js'
import { auditFields, idField } from '../../schema/system-fields.js'
import type { ObjectSchema, Store, StoredRecord } from '../../terms.js'

/**
 * The org as the Tooling API shows it: what it is made of, in place of its records. Classes, triggers and pages are
 * none; objects and fields are those somebody added.
 */
export function openToolingStore(store: Store): Store {
  const schemas = new Map(toolingSchemas().map((schema) => [schema.name.toLowerCase(), schema]))
  const shared = () => store.objects().filter(({ name }) => SHARED.has(name))
  const rows = (name: string): StoredRecord[] => makeRows[name]?.(store) ?? []
  let made: Map<string, StoredRecord> | undefined
  const own = (id: string) => {
    made ??= new Map([...rows('CustomObject'), ...rows('CustomField')].map((one) => [one.id, one]))
    return made.get(id)
  }
  return {
    ...store,
    objects: () => [...schemas.values(), ...shared()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    object: (name) => schemas.get(name.toLowerCase()) ?? shared().find((one) => isSame(one.name, name)),
    rows: (name) => {
      const schema = schemas.get(name.toLowerCase())
      return schema === undefined ? store.rows(name) : rows(schema.name)
    },
    record: (id) => own(id) ?? store.record(id),
    childRows: () => [],
  }
}

/** Objects of the REST API that this one has too. */
const SHARED = new Set(['EntityDefinition', 'Group', 'PermissionSet', 'Profile', 'RecordType', 'User'])

function toolingSchemas(): ObjectSchema[] {
  return [
    codeSchema('ApexClass', 'Apex Class', 'Apex Classes', '01p'),
    codeSchema('ApexTrigger', 'Apex Trigger', 'Apex Triggers', '01q'),
    codeSchema('ApexPage', 'Visualforce Page', 'Visualforce Pages', '066'),
    reifiedSchema('RelationshipDomain', 'Relationship Domain', 'Relationship Domains', [
      'ParentSobjectId',
      'FieldId',
      'ChildSobjectId',
      'RelationshipInfoId',
    ]),
    reifiedSchema('SiteDetail', 'Site Detail', 'Site Details', []),
    sobject({
      name: 'CustomObject',
      label: 'Custom Object',
      labelPlural: 'Custom Objects',
      keyPrefix: '01I',
      ...READ_ONLY,
      fields: [idField('Custom Object Definition ID'), ...developerNames(), ...auditFields()],
    }),
    sobject({
      name: 'CustomField',
      label: 'Custom Field',
      labelPlural: 'Custom Fields',
      keyPrefix: '00N',
      ...READ_ONLY,
      fields: [
        idField('Custom Field Definition ID'),
        text('TableEnumOrId', 'Entity', 40),
        ...developerNames(),
        text('FullName', 'Full Name', 255, { filterable: false }),
        field('complexvalue', 'Metadata', 'Metadata', { filterable: false, sortable: false }),
        ...auditFields(),
      ],
    }),
  ]
}

function reifiedSchema(name: string, label: string, labelPlural: string, parents: string[]): ObjectSchema {
  const columns = [...parents, 'DurableId'].map((each) => text(each, each))
  const fields = [idField(`${label} ID`), ...columns]
  return sobject({ name, label, labelPlural, keyPrefix: null, ...READ_ONLY, fields })
}

function codeSchema(name: string, label: string, labelPlural: string, keyPrefix: string): ObjectSchema {
  const fields = [
    idField(`${label} ID`),
    text('Name', 'Name', 255, { nameField: true }),
    text('NamespacePrefix', 'Namespace Prefix', 15),
    field('double', 'ApiVersion', 'Api Version'),
    field('textarea', 'Body', 'Body', { length: 1_000_000, filterable: false }),
    checkbox('IsValid', 'Is Valid'),
    text('Status', 'Status', 40),
    reference('ManageableState', 'Manageable State', []),
    ...auditFields(),
  ]
  return sobject({ name, label, labelPlural, keyPrefix, ...READ_ONLY, fields })
}

function developerNames() {
  return [
    text('DeveloperName', 'Developer Name', 80, { nameField: true }),
    text('NamespacePrefix', 'Namespace Prefix', 15),
  ]
}

const makeRows: Record<string, (store: Store) => StoredRecord[]> = {
  CustomObject: (store) =>
    customObjects(store).map((object, index) =>
      row('CustomObject', recordId('01I', index + 1), object, { DeveloperName: bareName(object.name) }),
    ),
  CustomField: (store) =>
    store
      .objects()
      .flatMap((object) => object.fields.filter(({ custom }) => custom).map((one) => ({ object, name: one.name })))
      .map(({ object, name }, index) =>
        row('CustomField', recordId('00N', index + 1), object, {
          DeveloperName: bareName(name),
          TableEnumOrId: object.name,
          FullName: `${object.name}.${name}`,
        }),
      ),
}

function customObjects(store: Store): ObjectSchema[] {
  return store.objects().filter(({ name }) => /__(?:c|mdt|e)$/.test(name))
}

function row(sobjectName: string, id: string, object: ObjectSchema, values: Record<string, unknown>): StoredRecord {
  const at = object.changedAt
  return { id, sobject: sobjectName, values, createdAt: at, lastModifiedAt: at, systemModstampAt: at, isDeleted: false }
}

function bareName(name: string): string {
  return name.replace(/__\w+$/, '')
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
