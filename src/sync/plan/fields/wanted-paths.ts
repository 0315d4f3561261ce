/** Which fields and parent paths of an sObject are wanted, whether or not the org shows them. */
import type { ObjectSettings } from '../../../config/config-types.js'
import { listDocumentFields } from '../../../config/values/document-fields.js'
import type { FieldDescribe, SObjectDescribe } from '../../../terms.js'
import { parentPaths, person } from '../field-tables.js'
import { lookupNames } from './lookup-names.js'
import type { DescribeOf } from '../readable.js'
import { defaultTitle, fieldTableOf } from '../standard-objects.js'

export interface Wanted {
  path: string
  /** Not reported where the org lacks it. */
  optional: boolean
}

export interface WantedOptions {
  describe: SObjectDescribe
  settings: Partial<ObjectSettings>
  describeOf: DescribeOf
  /** Whether custom fields are wanted that the settings don't name. */
  customFields: boolean
  isExcluded: (path: string) => boolean
}

/**
 * The watermark field of the user's, the fields of the settings or else those chosen for the sObject, what the settings
 * add, and what they name for documents. With `all` among its fields that is what is chosen for it, and every other field.
 */
export function wantedPaths(options: WantedOptions): Wanted[] {
  const { describe, settings } = options
  const { fields, watermarkField } = settings
  const cursor = watermarkField === undefined ? [] : [watermarkField]
  const isReplaced = fields !== undefined && !fields.some(isAll)
  const chosen = isReplaced ? defaultTitle(describe).map(may) : chosenPaths(options)
  return [...cursor.map(must), ...chosen, ...namedPaths(settings).map(must)]
}

/** Every field and path to read that the settings of an object name, one after the other. */
export function namedPaths({ fields = [], addFields = [], ...documents }: Partial<ObjectSettings>): string[] {
  const said = listDocumentFields(documents).map(({ field }) => field)
  return [...fields.filter((path) => !isAll(path)), ...addFields, ...said]
}

/** The word that stands for every field, in a list of field names. */
export function isAll(path: string): boolean {
  return path.toLowerCase() === 'all'
}

function chosenPaths({ describe, settings, describeOf, customFields, isExcluded }: WantedOptions): Wanted[] {
  const table = fieldTableOf(describe.name)
  const isWhole = table === undefined || settings.fields !== undefined
  const fields = everyField(describe).filter(({ custom }) => (custom ? customFields : isWhole))
  const own = fields.map(({ name }) => must(name))
  const lookups = customFields ? lookupNames(describe, describeOf, isExcluded).map(must) : []
  if (table === undefined) return [...own, ...parentPaths({ Owner: person, CreatedBy: person }).map(may), ...lookups]
  const { fields: usual, optional = [], parents } = table
  return [...usual.map(must), ...optional.map(may), ...parentPaths(parents).map(must), ...own, ...lookups]
}

function must(path: string): Wanted {
  return { path, optional: false }
}

function may(path: string): Wanted {
  return { path, optional: true }
}

/** Compound addresses and geolocations come as one value: their components would repeat it. Blobs are left out. */
function everyField(describe: SObjectDescribe): FieldDescribe[] {
  const compounds = new Set<string | null>(describe.fields.filter(isCompound).map((field) => field.name))
  return describe.fields.filter((field) => field.type !== 'base64' && !compounds.has(field.compoundFieldName))
}

function isCompound(field: FieldDescribe): boolean {
  return field.type === 'address' || field.type === 'location'
}
