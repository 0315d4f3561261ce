import { renderField } from './describe-field.js'
import { cascades, junctionOf, restricts } from './child-facts.js'
import { visibleFields } from './field-facts.js'
import { layoutAddresses } from './layout-addresses.js'
import { flagsOfObject } from './object-flags.js'
import { scopesOf } from '../schema/scopes.js'
import type { ChildSchema, ObjectSchema } from '../terms.js'

/** Where an org is asked: the version (`62.0`), what addresses begin with, and the org's own address. */
interface Place {
  version: string
  base: string
  url: string
}

/** The body of a describeGlobal. */
export function renderGlobal(objects: ObjectSchema[], place: Omit<Place, 'url'>) {
  return { encoding: 'UTF-8', maxBatchSize: 200, sobjects: objects.map((object) => renderListing(object, place)) }
}

/** The body of a describe, its keys in alphabetical order as the service sends them. */
export function renderDescribe(object: ObjectSchema, place: Place): Record<string, unknown> {
  const listing = renderListing(object, place)
  const more = {
    actionOverrides: [],
    childRelationships: object.children.map((child) => renderChild(object, child)),
    compactLayoutable: listing.layoutable,
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: visibleFields(object).map((field) => renderField(object, field)),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [renderMasterType(object, place.base)],
    searchLayoutable: listing.layoutable && object.searchable,
    sobjectDescribeOption: 'FULL',
    supportedScopes: scopesOf(object).map(({ label, name }) => ({ label, name })),
    urls: {
      ...listing.urls,
      uiDetailTemplate: `${place.url}/{ID}`,
      uiEditTemplate: `${place.url}/{ID}/e`,
      uiNewRecord: `${place.url}/${object.keyPrefix ?? ''}/e`,
    },
  }
  return Object.fromEntries(Object.entries({ ...listing, ...more }).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

function renderListing(object: ObjectSchema, { version, base: rest }: Omit<Place, 'url'>) {
  const kind = kindOf(object)
  const base = `${rest}/sobjects/${object.name}`
  const flags = flagsOfObject(object, kind !== undefined && kind.type !== 'Comment')
  const urls = { rowTemplate: `${base}/{ID}`, describe: `${base}/describe`, sobject: base }
  const layouts = flags.layoutable ? layoutAddresses(object.name, base) : {}
  return {
    activateable: false,
    // Versions below 48 don't have the two associate keys.
    ...(Number(version) < 48
      ? {}
      : { associateEntityType: kind?.type ?? null, associateParentEntity: kind?.parent ?? null }),
    createable: object.createable,
    custom: object.custom,
    customSetting: object.customSetting ?? false,
    deepCloneable: flags.deepCloneable,
    deletable: object.deletable,
    deprecatedAndHidden: false,
    feedEnabled: FED.has(object.name),
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: flags.layoutable,
    mergeable: MERGEABLE.has(object.name),
    mruEnabled: flags.mruEnabled,
    name: object.name,
    queryable: object.queryable,
    replicateable: isReplicateable(object),
    retrieveable: object.retrieveable ?? (object.queryable || object.name.endsWith('ChangeEvent')),
    searchable: object.searchable,
    triggerable: flags.triggerable,
    undeletable: flags.undeletable,
    updateable: object.updateable,
    urls: { ...layouts, ...urls },
  }
}

/** Whether getUpdated and getDeleted work for it: it has stamps and is no file. */
export function isReplicateable(object: ObjectSchema): boolean {
  if (object.replicateable !== undefined) return object.replicateable
  return (
    object.queryable &&
    !object.name.startsWith('Content') &&
    object.fields.some((field) => field.name === 'SystemModstamp')
  )
}

/** An administrator has turned feed tracking on for them; a new org's campaigns are not tracked. */
const FED = new Set(['Account', 'Case', 'Contact', 'ContentDocument', 'Lead', 'Opportunity', 'User'])
/** Cases are merged by users alone: neither the SOAP API nor Apex merges them. */
const MERGEABLE = new Set(['Account', 'Contact', 'DandBCompany', 'Individual', 'Lead'])

/** Their names look like those of what comes with another sObject. */
const OF_ITSELF = new Set(['ActivityHistory', 'OpportunityHistory'])

function kindOf(object: ObjectSchema): { type: string; parent: string } | undefined {
  if (object.name === 'CaseComment') return { type: 'Comment', parent: 'Case' }
  const [, stem = '', type] = /^(.*?)(Share|(?:Field)?History|Feed|ChangeEvent)$/.exec(object.name) ?? []
  if (type === undefined || stem === '' || OF_ITSELF.has(object.name)) return undefined
  return { type: type.replace('Field', ''), parent: stem.endsWith('__') ? `${stem}c` : stem }
}

function renderChild(object: ObjectSchema, child: ChildSchema): Record<string, unknown> {
  return {
    cascadeDelete: cascades(object.name, child),
    childSObject: child.childSObject,
    deprecatedAndHidden: false,
    field: child.field,
    ...junctionOf(object.name, child),
    relationshipName: child.relationshipName,
    restrictedDelete: restricts(child),
  }
}

function renderMasterType(object: ObjectSchema, base: string): Record<string, unknown> {
  const recordTypeId = '012000000000000AAA'
  return {
    active: true,
    available: true,
    defaultRecordTypeMapping: true,
    developerName: 'Master',
    master: true,
    name: 'Master',
    recordTypeId,
    urls: { layout: `${base}/sobjects/${object.name}/describe/layouts/${recordTypeId}` },
  }
}
