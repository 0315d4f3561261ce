/**
 * What is gone of an object that is read whole in every run: Ids written that the reading did not come upon. No other
 * call tells of them.
 */
import { bucketOf } from '../../state/id-buckets.js'
import type { RecordId, Row } from '../../terms.js'
import type { ObjectSync } from '../run/object-context.js'
import type { Window } from '../windows/cursor.js'
import { tombstoneMissing } from './reconcile.js'

export interface MissingRows {
  /** Notes the rows of a page as there, before any of them is written; a page that is read again changes nothing. */
  see(rows: Row[], window: Window): Promise<void>
  /** Writes tombstones of what is known to be missing so far; of everything where the window is at its end. */
  tell(isEnd?: boolean): Promise<void>
}

/**
 * Compares as the rows come: in Id order those of one bucket of Ids stand together, so a bucket is done when the next
 * one begins, and only one is held. A window that an earlier run began says nothing of its beginning, so it is left to
 * the next one.
 */
export function watchMissing(object: ObjectSync): MissingRows {
  const { ids, plan, run } = object
  const isWanted = plan.watermarkField === undefined && run.datasource.deletes
  let unseen: Set<string> | undefined
  let done = new Set<string>()
  let window: Window | undefined
  let current: { bucket: string; there: Set<RecordId> } | undefined
  const missing: RecordId[] = []
  const endBucket = async () => {
    if (current === undefined) return
    for (const id of await ids.idsIn(current.bucket)) if (!current.there.has(id)) missing.push(id)
    done.add(current.bucket)
    current = undefined
  }
  const begin = async (opened: Window) => {
    window = opened
    current = undefined
    done = new Set()
    unseen = opened.after === undefined ? new Set(await ids.buckets()) : undefined
  }
  return {
    async see(rows, opened) {
      if (!isWanted) return
      if (window !== opened) await begin(opened)
      if (unseen === undefined) return
      for (const id of rows.map((row) => String(row['Id']))) {
        const bucket = bucketOf(id)
        if (done.has(bucket)) continue
        if (current?.bucket !== bucket) {
          await endBucket()
          unseen.delete(bucket)
          current = { bucket, there: new Set() }
        }
        current.there.add(id)
      }
    },
    async tell(isEnd = false) {
      if (unseen === undefined) return
      if (isEnd) await endBucket()
      await tombstoneMissing(object, missing.splice(0))
      if (!isEnd) return
      for (const bucket of unseen) await tombstoneMissing(object, [...(await ids.idsIn(bucket))])
    },
  }
}
