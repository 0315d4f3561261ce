import { objectKey } from '../state/keys.js'
import type { Document, Row } from '../terms.js'
import { childrenChange, noteChildren } from './child-notes.js'
import { renderObjectState } from './object-state.js'
import type { ObjectRun } from './object-work.js'
import { noteWritten } from './watermark.js'
import { versionOf } from './version.js'

/** How much a crash may cost at most: this many documents or this long, whichever comes first. */
const checkpointDocuments = 20_000
const checkpointMs = 5_000

/** Writes the documents of rows and notes the rows, with the children in them, as written. */
export async function writeRecords(object: ObjectRun, rows: Row[], documents: Document[]): Promise<void> {
  const { run, plan, state, report } = object
  await run.sink.write(plan.object, documents)
  const written = rows.map((row) => String(row['Id']))
  for (const [index, row] of rows.entries()) {
    const id = written[index]!
    noteWritten(state.rows, id, versionOf(row, plan.stampField), run.datasource.lookbackMs)
    noteChildren(row, plan, run)
    state.rewrite.delete(id)
    state.tombstones.delete(id)
  }
  await object.ids.add(written)
  report.written += documents.length
  object.unsaved.documents += documents.length
}

/**
 * Commits what an object wrote together with how far it came, now or when enough has gathered.
 * The Ids written go first: for a reader of the state they may be ahead of the documents, never behind.
 */
export async function checkpoint(object: ObjectRun, { now = false } = {}): Promise<void> {
  const { run, plan, state, ids, unsaved } = object
  const nowMs = run.clock.now()
  if (!now && unsaved.documents < checkpointDocuments && nowMs - unsaved.sinceMs < checkpointMs) return
  await run.sink.commit(plan.object, [
    ...(await ids.changes()),
    { key: objectKey(run.datasource.id, plan.object), value: renderObjectState(state) },
    childrenChange(run),
  ])
  ids.settled()
  object.unsaved = { documents: 0, sinceMs: nowMs }
}

