import { createHash } from 'node:crypto'
import type { DirectoryDocument, SObjectSummary, Source } from '../../terms.js'
import { groupOf, groups, placeBelow, segmentOf } from './place.js'

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
  const used = Object.values(groups).filter((group) => ordered.some((object) => groupOf(object.isStandard) === group))
  return [
    ...used.map((group) => buildGroup(group, source)),
    ...ordered.map((object) => buildObjectDirectory(object, source, instanceUrl)),
  ]
}

function buildGroup({ title, key }: { title: string; key: string }, source: Source): DirectoryDocument {
  return {
    ...directory(`${source.id}_${key}`, title, []),
    source,
    metadata: { is_standard: key === groups.standard.key },
  }
}

function buildObjectDirectory({ summary, isStandard }: DirectoryObject, source: Source, instanceUrl: string) {
  const { name, label, keyPrefix, queryable, searchable, createable, updateable, deletable } = summary
  return {
    ...directory(`${source.id}_sobject_${name.toLowerCase()}`, segmentOf(name), [groupOf(isStandard).title]),
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

/** The key is hashed only to give an Id of fixed length. */
function directory(key: string, title: string, categories: string[]) {
  const id = createHash('md5').update(key).digest('hex')
  return { id, type: 'folder' as const, icon: 'font_filetype-folder', title, ...placeBelow(categories) }
}
