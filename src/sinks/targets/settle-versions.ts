import type { Document } from '../../terms.js'
import type { Rendered } from './batches.js'

/** What a batch comes to: the last word on each record. */
export interface SettledBatch {
  /** Documents that are to be written, in their order. */
  puts: Rendered[]
  /** Tombstones of what is to be deleted. */
  deletions: Rendered[]
}

/**
 * Takes out of a batch what is older than what stands in its place, in the batch or in the target. `stored` has the
 * stamps of what the target holds, by id. After a deletion every version is new: a record that came back from the
 * recycle bin is older than that. What says of no moment, a directory above all, is written as it comes. Pure.
 */
export function settleVersions(batch: Rendered[], stored: ReadonlyMap<string, string | undefined>): SettledBatch {
  const standing = new Map<string, string | undefined>(stored)
  const last = new Map<string, Rendered>()
  for (const each of batch) {
    const { id } = each.document
    const [stands, comes] = [standing.get(id), stampOf(each.document)]
    if (stands !== undefined && comes !== undefined && stands > comes) continue
    last.delete(id)
    last.set(id, each)
    if ('deleted' in each.document) standing.delete(id)
    else standing.set(id, comes)
  }
  const all = [...last.values()]
  return { puts: all.filter((each) => !isDeletion(each)), deletions: all.filter(isDeletion) }
}

function isDeletion({ document }: Rendered): boolean {
  return 'deleted' in document
}

/** ISO 8601 in UTC: the order of the texts is that of time. */
function stampOf(document: Document): string | undefined {
  if ('deleted' in document) return document.deleted_at
  return 'updated' in document ? document.updated : undefined
}
