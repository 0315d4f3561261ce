import type { Datasource } from '../../../src/config/config-types.js'
import type { ObjectSchema, StoredRecord } from '../../../src/sandbox/terms.js'
import { text } from '../../../src/sandbox/schema/fields.js'
import type { Settings } from './steps.js'

/** An object whose records don't go into the recycle bin: the org lists its deletions apart. */
export const ballot: ObjectSchema = {
  name: 'Ballot__c',
  label: 'Ballot',
  labelPlural: 'Ballots',
  keyPrefix: 'a0B',
  custom: true,
  queryable: true,
  searchable: true,
  createable: false,
  updateable: true,
  deletable: true,
  fields: [text('Name', 'Name', 80, { nameField: true }), text('Choice__c', 'Choice', 80, { custom: true })],
  children: [],
  changedAt: 0,
}

export const objects = ['Account', 'Case', ballot.name]

export const usualSettings: Settings = {
  where: 0,
  fields: 0,
  objects: 7,
  children: true,
  files: 'links',
  deletes: true,
  cached: true,
}

/** The conditions that a history chooses from: the first is none. */
const conditions: Record<string, [field: string, value: string]> = {
  Account: ['Rating', 'Hot'],
  Case: ['Priority', 'High'],
  [ballot.name]: ['Choice__c', 'Yes'],
}

export function readObjects({ objects: mask }: Settings): string[] {
  return objects.filter((_, at) => (mask & (1 << at)) !== 0)
}

/** Whether a record is one that the settings have read, as this test sees it. */
export function isInScope({ sobject, values }: StoredRecord, settings: Settings): boolean {
  if (!readObjects(settings).includes(sobject)) return false
  const [field, value] = conditions[sobject]!
  return settings.where === 0 || (values[field] === value) === (settings.where === 1)
}

/** What documents say follows from these: with others every record is written anew. */
export function selectionOf({ fields, children, files }: Settings): string {
  return JSON.stringify({ fields, children, files })
}

/** Changes a datasource as a user would its configuration. */
export function configure(datasource: Datasource, settings: Settings): void {
  const read = readObjects(settings)
  Object.assign(datasource, {
    standardObjects: read.filter((name) => name !== ballot.name),
    customObjects: read.filter((name) => name === ballot.name),
    namesStandardObjects: true,
    children: settings.children,
    files: settings.files,
    deletes: settings.deletes,
    cacheMaxAgeMs: settings.cached ? 3_600_000 : 0,
    objects: Object.fromEntries(objects.map((name) => [name, settingsOf(name, settings)])),
  })
}

function settingsOf(object: string, { where, fields }: Settings): Datasource['objects'][string] {
  const [field, value] = conditions[object]!
  const condition = `${field} ${where === 1 ? '=' : '!='} '${value}'`
  // An account's latest opportunity is an object of its own; here there are none.
  const left = object === ballot.name ? [] : ['Opportunities', 'Description', 'OwnerId'].slice(0, fields + 1)
  return { excludeFields: left, ...(where === 0 ? {} : { where: condition }) } as Datasource['objects'][string]
}
