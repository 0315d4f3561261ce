import type { RecordId, Source, Stamp, Tombstone } from '../../terms.js'
import { groupOf, placeBelow, placeOf } from './place.js'

export interface TombstoneParts {
  source: Source
  sobject: string
  isStandard: boolean
  id: RecordId
  reason: Tombstone['reason']
  /** When the org says it was deleted; nobody knows for a missing record. */
  deletedAt?: Stamp | undefined
  /** The record it was merged into. */
  mergedInto?: RecordId | undefined
}

/** What is written for a deletion: it lies where the record lay. */
export function buildTombstone(parts: TombstoneParts): Tombstone {
  const { source, sobject, isStandard, id, reason, deletedAt, mergedInto } = parts
  const { category, categories, system } = placeOf(sobject, isStandard)
  return {
    id,
    source,
    type: sobject,
    category,
    categories,
    deleted: true,
    ...(deletedAt === undefined ? {} : { deleted_at: deletedAt }),
    reason,
    ...(mergedInto === undefined ? {} : { merged_into: mergedInto }),
    metadata: { sobject_type: sobject, is_standard: isStandard },
    system,
  }
}

/** What is written for a directory whose object left the datasource, or for a group in which none is left. */
export function buildDirectoryTombstone({
  source,
  id,
  sobject,
  isStandard,
}: {
  source: Source
  id: string
  sobject?: string
  isStandard: boolean
}): Tombstone {
  const { category, categories, system } = placeBelow(sobject === undefined ? [] : [groupOf(isStandard).title])
  return {
    id,
    source,
    type: 'folder',
    category,
    categories,
    deleted: true,
    reason: 'out_of_scope',
    metadata: { ...(sobject === undefined ? {} : { sobject_type: sobject }), is_standard: isStandard },
    system,
  }
}
