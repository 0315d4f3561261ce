import type { RecordId, Source, Stamp, Tombstone } from '../../terms.js'
import { placeOf } from './place.js'

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
