import { recordId } from '../record-ids.js'
import type { ObjectSchema, StoredRecord } from '../terms.js'

/** The sObjects the user sees, as rows of EntityDefinition. */
export function entityRows(objects: ObjectSchema[]): StoredRecord[] {
  return objects.map((object, index) => ({
    id: recordId('4ie', index + 1),
    sobject: 'EntityDefinition',
    values: {
      DurableId: object.name,
      QualifiedApiName: object.name,
      DeveloperName: object.name.replace(/^\w+?__(?=\w+__)/, '').replace(/__\w+$/, ''),
      NamespacePrefix: /^(\w+?)__\w+?__\w+$/.exec(object.name)?.[1] ?? null,
      MasterLabel: object.label,
      Label: object.label,
      PluralLabel: object.labelPlural,
      KeyPrefix: object.keyPrefix,
      IsCustomizable: object.custom || object.createable,
      IsCustomSetting: object.customSetting ?? false,
      IsDeprecatedAndHidden: false,
      IsQueryable: object.queryable,
      IsRetrieveable: object.retrieveable ?? object.queryable,
      IsSearchable: object.searchable,
    },
    createdAt: object.changedAt,
    lastModifiedAt: object.changedAt,
    systemModstampAt: object.changedAt,
    isDeleted: false,
  }))
}
