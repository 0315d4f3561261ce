import { createHash } from 'node:crypto'
import type { DirectoryDocument, SObjectSummary, Source } from '../../terms.js'
import { groupOf, placeBelow, segmentOf } from './place.js'

interface DirectoryObject {
  summary: SObjectSummary
  isStandard: boolean
}

export interface DirectoryContext {
  source: Source
  objects: DirectoryObject[]
  instanceUrl: string
}

/** The directories records lie in: the groups that have objects, then the objects, standard ones first. No root. */
export function buildDirectories({ source, objects, instanceUrl }: DirectoryContext): DirectoryDocument[] {
  const ordered = [...objects.filter((object) => object.isStandard), ...objects.filter((object) => !object.isStandard)]
  const used = [true, false].filter((isStandard) => ordered.some((object) => object.isStandard === isStandard))
  return [
    ...used.map((isStandard) => buildGroup(isStandard, source)),
    ...ordered.map((object) => buildObjectDirectory(object, source, instanceUrl)),
  ]
}

/** The Id of the directory of a group: that of the standard objects, or of the others. */
export function groupIdOf(isStandard: boolean, source: Source): string {
  return hashOf(`${source.id}_${groupOf(isStandard).key}`)
}

function buildGroup(isStandard: boolean, source: Source): DirectoryDocument {
  return {
    ...directory(groupIdOf(isStandard, source), groupOf(isStandard).title, []),
    source,
    metadata: { is_standard: isStandard },
  }
}

function buildObjectDirectory({ summary, isStandard }: DirectoryObject, source: Source, instanceUrl: string) {
  const { name, label, keyPrefix, queryable, searchable, createable, updateable, deletable } = summary
  return {
    ...directory(hashOf(`${source.id}_sobject_${name.toLowerCase()}`), segmentOf(name), [groupOf(isStandard).title]),
    source,
    url: `${instanceUrl}/lightning/o/${encodeURIComponent(name)}/list`,
    metadata: {
      sobject_type: name,
      is_standard: isStandard,
      label,
      ...(keyPrefix === null ? {} : { key_prefix: keyPrefix }),
      access: { queryable, searchable, createable, updateable, deletable },
    },
  }
}

function directory(id: string, title: string, categories: string[]) {
  return { id, type: 'folder' as const, icon: 'font_filetype-folder', title, ...placeBelow(categories) }
}

/** The key is hashed only to give an Id of fixed length. */
function hashOf(key: string): string {
  return createHash('md5').update(key).digest('hex')
}
