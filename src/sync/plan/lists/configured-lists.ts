/** The child lists that the configuration adds to an sObject, as the tables of the tool's own lists have them. */
import type { ChildListSettings, ObjectSettings } from '../../../config/config-types.js'
import type { SObjectDescribe } from '../../../terms.js'
import { parentPaths, files as fileList, type ChildListTable } from '../field-tables.js'
import type { DescribeOf } from '../readable.js'
import { findRelationships, type NamedRelationship } from './relationships.js'

/** The tool's own lists of the sObject; the configuration may change one of them. */
type OwnLists = ChildListTable[]

/**
 * A table for each configured child relationship that the describe has. One that the tool has a list of by itself
 * keeps of it what the configuration doesn't say, but for its limit.
 */
export function configuredLists(
  settings: Partial<ObjectSettings>,
  describe: SObjectDescribe,
  own: OwnLists,
  describeOf: DescribeOf,
): ChildListTable[] {
  return findRelationships(settings, describe).map(({ relationship, settings: list }) => {
    const base = own.find((table) => isListOf(table, relationship))
    return tableOf(relationship, list, base, describeOf(relationship.childSObject))
  })
}

function isListOf({ relationship, sobject }: ChildListTable, { relationshipName, childSObject }: NamedRelationship) {
  return relationship === relationshipName && sobject === childSObject
}

function tableOf(
  { relationshipName, childSObject }: NamedRelationship,
  { fields, where, order, limit }: ChildListSettings,
  base: ChildListTable | undefined,
  child: SObjectDescribe | undefined,
): ChildListTable {
  const kind = childSObject === fileList.sobject ? 'file' : 'child'
  const usual = base === undefined ? nameFields(child) : [...base.fields, ...parentPaths(base.parents)]
  return {
    relationship: relationshipName,
    sobject: childSObject,
    kind,
    isConfigured: true,
    fields: [...(fields ?? usual), ...stampsOf(kind, child)],
    parents: {},
    ...(fields === undefined && base?.htmlText !== undefined ? { htmlText: base.htmlText } : {}),
    ...(base?.only === undefined ? {} : { only: base.only }),
    ...(where === undefined ? {} : { where }),
    order: orderOf(order ?? base?.order ?? byAge(child, limit), child),
    ...(limit === undefined ? {} : { limit }),
  }
}

function nameFields(child: SObjectDescribe | undefined): string[] {
  return child?.fields.filter(({ nameField }) => nameField).map(({ name }) => name) ?? []
}

/** What tells a new version of a child. The version of a file's link is the later stamp of the link and its file. */
function stampsOf(kind: ChildListTable['kind'], child: SObjectDescribe | undefined): string[] {
  if (kind === 'file') return ['ContentDocumentId', 'SystemModstamp', 'ContentDocument.SystemModstamp']
  const names = child?.fields.map(({ name }) => name) ?? ['SystemModstamp']
  return ['SystemModstamp', 'LastModifiedDate', 'CreatedDate'].filter((name) => names.includes(name)).slice(0, 1)
}

function byAge(child: SObjectDescribe | undefined, limit: number | undefined): ChildListTable['order'] {
  const hasAge = child?.fields.some(({ name, sortable }) => name === 'CreatedDate' && sortable) ?? false
  const direction = limit === undefined ? {} : { direction: 'DESC' as const }
  return [...(hasAge ? [{ field: 'CreatedDate', ...direction }] : []), { field: 'Id', ...direction }]
}

/**
 * Ends with the Id, so that the same children come in the same order. Lists of what is no sObject to query, such as
 * OpenActivities, may be read in certain orders only.
 */
function orderOf(order: ChildListTable['order'], child: SObjectDescribe | undefined): ChildListTable['order'] {
  const isWhole = order.some(({ field }) => field.toLowerCase() === 'id') || child?.queryable === false
  return isWhole ? order : [...order, { field: 'Id' }]
}
