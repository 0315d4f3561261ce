/** What is selected of one sObject: only what its describe has. */
import type { ObjectSettings } from '../../config/config-types.js'
import type { SObjectDescribe } from '../../terms.js'
import { filtersDeleted } from '../deletions/deletion-source.js'
import { buildChildSelections, type ChildSelection } from './child-selection.js'
import { readablePath, type DescribeOf } from './readable.js'
import { metaFieldNames } from '../../soql/soql.js'
import { wantedPaths } from './fields/wanted-paths.js'

export interface Selection {
  sobject: string
  /** Fields and parent paths: the keys, then the rest in the order of the table, the settings or the describe. */
  fields: string[]
  /**
   * Id, the stamps the sObject has, a watermark field of the user's, and IsDeleted where it tells the rows apart: in
   * every part of an over-long selection.
   */
  keys: string[]
  children: ChildSelection[]
  /** Read through /queryAll, for archived records or archived children; deleted ones are left out by a condition. */
  isArchived: boolean
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
  /** Whether custom fields are read that the settings don't name. */
  customFields?: boolean
}

/**
 * Picks the fields and child lists of an sObject. `settings.fields` replaces the default list, but the keys and what
 * the title is made of stay; `settings.addFields` and the fields that the settings name for documents are added.
 * `settings.excludeFields` takes away fields, paths, whole parents and child lists, never a key.
 */
export function buildSelection({ settings = {}, customFields = true, ...options }: SelectionOptions): Selection {
  const { describe, describeOf } = options
  const isExcluded = exclusion(settings.excludeFields ?? [])
  const wanted = wantedPaths({ describe, settings, describeOf, customFields, isExcluded }).filter(
    ({ path }) => !isExcluded(path),
  )
  const found = wanted.map((want) => ({ ...want, readable: readablePath(want.path, describe, describeOf) }))
  const lists = buildChildSelections({ ...options, isExcluded, settings })
  const ofDeleted = lists.isArchived && !filtersDeleted(describe) ? ['IsDeleted'] : []
  const keys = keysOf(describe, [
    ...(settings.watermarkField === undefined ? [] : [settings.watermarkField]),
    ...ofDeleted,
  ])
  const lost = found.filter(({ readable, optional }) => readable === undefined && !optional).map(({ path }) => path)
  return {
    sobject: describe.name,
    fields: [...new Set([...keys, ...found.flatMap(({ readable }) => readable ?? [])])],
    keys,
    children: lists.children,
    isArchived: lists.isArchived,
    missing: [...new Set([...lost, ...lists.missing])],
  }
}

function exclusion(names: string[]): (path: string) => boolean {
  const excluded = new Set(names.map((name) => name.toLowerCase()))
  return (path) => {
    const parts = path.toLowerCase().split('.')
    return parts.some((_, index) => excluded.has(parts.slice(0, index + 1).join('.')))
  }
}

function keysOf(describe: SObjectDescribe, more: string[]): string[] {
  const keys = ['Id', ...metaFieldNames, ...more]
  const readable = keys.flatMap((name) => readablePath(name, describe, () => undefined) ?? [])
  return [...new Set(readable)]
}
