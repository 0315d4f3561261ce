import type { Row } from '../../terms.js'
import { renderEmitted } from '../enriched/emitted.js'
import { isEnriched } from '../enriched/enrich-documents.js'
import type { ObjectSync } from '../run/object-context.js'
import { withDocument } from './write-records.js'

/**
 * Keeps the Ids of records that have never been written before their documents go out, where these are out as soon as
 * they are written: should the run die, a record that its reader has is known, and gets its tombstone where the next
 * run no longer reads it. Until it is written it counts as one that went out with a tombstone too, so that it is
 * written whatever its version; but for a load, which goes on until every row has been written.
 */
export async function announce(object: ObjectSync, rows: Row[]): Promise<void> {
  const { run, plan, ids, deletedIds, emitted } = object
  if (!run.sink.sendsAtOnce) return
  const all = (await withDocument(object, rows)).map((row) => String(row['Id']))
  const known = await ids.among(all)
  const unknown = all.filter((id) => !known.has(id))
  if (unknown.length === 0) return
  if (!isLoad(object)) await deletedIds.add(unknown)
  await ids.add(unknown)
  // Of documents that go through a pipeline nobody knows yet which will go out.
  if (isEnriched(object)) await emitted.put(new Map(unknown.map((id) => [id, renderEmitted(id, [])])))
  const kept = [emitted, deletedIds, ids]
  await run.sink.commit(plan.object, (await Promise.all(kept.map((each) => each.changes()))).flat())
  for (const each of kept) each.saved()
}

function isLoad({ state, plan }: ObjectSync): boolean {
  return state.rows.open?.mode === 'full' && plan.watermarkField !== undefined
}
