/** What is selected of one sObject: only what its describe has. */
import type { ObjectSettings } from '../../config/config-types.js'
import { listDocumentFields } from '../../config/values/document-fields.js'
import type { FieldDescribe, SObjectDescribe } from '../../terms.js'
import { buildChildSelections, type ChildSelection } from './child-selection.js'
import { readablePath, type DescribeOf } from './readable.js'
import { metaFieldNames } from '../../soql/soql.js'
import { defaultTitle, fieldTableOf } from './standard-objects.js'
import { parentPaths, person } from './field-tables.js'

export interface Selection {
  sobject: string
  /** Fields and parent paths: the keys, then the rest in the order of the table, the settings or the describe. */
  fields: string[]
  /** Id, the stamps the sObject has and a watermark field of the user's: in every part of an over-long selection. */
  keys: string[]
  children: ChildSelection[]
  /** Wanted by the table or the settings, but the org doesn't have it or doesn't show it. */
  missing: string[]
}

export interface SelectionOptions {
  describe: SObjectDescribe
  settings?: Partial<ObjectSettings> | undefined
  /** Describes of children and parents; where one is not known its fields are taken on trust. */
  describeOf: DescribeOf
  /** Whether child lists are read, files apart. */
  children: boolean
  /** Whether the files on a record are read. */
  files: boolean
}

/**
 * Picks the fields and child lists of an sObject. `settings.fields` replaces the default list, but the keys and what
 * the title is made of stay; fields that the settings name for documents are added. `settings.excludeFields` takes away
 * fields, paths, whole parents and child lists, never a key.
 */
export function buildSelection({ settings = {}, ...options }: SelectionOptions): Selection {
  const { describe, describeOf } = options
  const isExcluded = exclusion(settings.excludeFields ?? [])
  const wanted = wantedPaths(describe, settings).filter(({ path }) => !isExcluded(path))
  const found = wanted.map((want) => ({ ...want, readable: readablePath(want.path, describe, describeOf) }))
  const keys = keysOf(describe, settings.watermarkField)
  const lists = buildChildSelections({ ...options, isExcluded, settings })
  const lost = found.filter(({ readable, optional }) => readable === undefined && !optional).map(({ path }) => path)
  return {
    sobject: describe.name,
    fields: [...new Set([...keys, ...found.flatMap(({ readable }) => readable ?? [])])],
    keys,
    children: lists.children,
    missing: [...new Set([...lost, ...lists.missing])],
  }
}

interface Wanted {
  path: string
  /** Not reported where the org lacks it. */
  optional: boolean
}

function exclusion(names: string[]): (path: string) => boolean {
  const excluded = new Set(names.map((name) => name.toLowerCase()))
  return (path) => {
    const parts = path.toLowerCase().split('.')
    return parts.some((_, index) => excluded.has(parts.slice(0, index + 1).join('.')))
  }
}

function wantedPaths(describe: SObjectDescribe, settings: Partial<ObjectSettings>): Wanted[] {
  const cursor = settings.watermarkField === undefined ? [] : [must(settings.watermarkField)]
  const said = listDocumentFields(settings).map(({ field }) => must(field))
  return [...cursor, ...chosenPaths(describe, settings), ...said]
}

function chosenPaths(describe: SObjectDescribe, settings: Partial<ObjectSettings>): Wanted[] {
  if (settings.fields !== undefined) return [...defaultTitle(describe).map(may), ...settings.fields.map(must)]
  const table = fieldTableOf(describe.name)
  if (table !== undefined) {
    const { fields, optional = [], parents } = table
    return [...fields.map(must), ...optional.map(may), ...parentPaths(parents).map(must)]
  }
  const people = parentPaths({ Owner: person, CreatedBy: person })
  return [...everyField(describe).map(must), ...people.map(may)]
}

function must(path: string): Wanted {
  return { path, optional: false }
}

function may(path: string): Wanted {
  return { path, optional: true }
}

/** Compound addresses and geolocations come as one value: their components would repeat it. Blobs are left out. */
function everyField(describe: SObjectDescribe): string[] {
  const compounds = new Set<string | null>(describe.fields.filter(isCompound).map((field) => field.name))
  const isWanted = (field: FieldDescribe) => field.type !== 'base64' && !compounds.has(field.compoundFieldName)
  return describe.fields.filter(isWanted).map((field) => field.name)
}

function isCompound(field: FieldDescribe): boolean {
  return field.type === 'address' || field.type === 'location'
}

function keysOf(describe: SObjectDescribe, watermarkField: string | undefined): string[] {
  const keys = ['Id', ...metaFieldNames, ...(watermarkField === undefined ? [] : [watermarkField])]
  const readable = keys.flatMap((name) => readablePath(name, describe, () => undefined) ?? [])
  return [...new Set(readable)]
}
