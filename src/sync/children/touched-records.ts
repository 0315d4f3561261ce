/** Whose documents say otherwise than before, since a child changed. */
import { findDeletionSource } from '../deletions/deletion-source.js'
import { changedLinks } from '../files/file-links.js'
import { fileObject } from '../plan/field-tables.js'
import { recordsListing } from '../records/listed-children.js'
import { endOf, type Run } from '../run/run.js'
import { openListed } from '../../state/id-sets.js'
import { addMs } from '../windows/stamps.js'
import type { RecordId, Row } from '../../terms.js'
import type { Cursor } from '../windows/cursor.js'
import type { ChildSource } from './child-sources.js'

/** A record, and the field by which the child names it. */
export interface TouchedRecord {
  id: RecordId
  field: string
}

/** The records that changed children name now. */
export async function namedRecords(rows: Row[], source: ChildSource, run: Run): Promise<TouchedRecord[]> {
  const linked = source.child === fileObject ? await changedLinks(rows, run) : []
  const fields = source.parentFields.filter((field) => field !== 'Id')
  const named = rows.flatMap((row) =>
    fields.flatMap((field) => (typeof row[field] === 'string' ? [{ id: row[field], field }] : [])),
  )
  return [...linked.map((id) => ({ id, field: 'Id' })), ...named]
}

/** The records whose documents list one of the changed children of a source: those that one of them moved away from. */
export async function* formerRecords(
  hashes: Set<string>,
  { child }: ChildSource,
  { states, state, datasource, handed }: Run,
): AsyncGenerator<{ id: RecordId; object: string }> {
  for (const [object, { lists }] of states) {
    if (handed.has(object) || !lists.some((list) => list.startsWith(`${child}.`))) continue
    for await (const id of recordsListing(openListed(state, datasource.id, object), hashes)) yield { id, object }
  }
}

/**
 * The children that the org lists as deleted in a poll's window, where they don't go into the recycle bin. Where the
 * list is not complete, the poll ends with it.
 */
export async function listedDeletions(source: ChildSource, { open }: Cursor, run: Run): Promise<RecordId[]> {
  const end = open?.until ?? endOf(run)
  if (!isListed(source) || open?.from === undefined || end === undefined) return []
  const oldest = addMs(end, minuteMs - listedMs)
  const start = open.from < oldest ? oldest : open.from
  const { ids, covered } = await run.org.deleted(source.child, { start, end: addMs(end, 2 * minuteMs) })
  open.until = covered !== undefined && covered < end ? covered : end
  return ids.map(({ id }) => id)
}

/** Whether a poll doesn't show a child's deletions, and the org lists them apart. */
export function isListed({ isConfigured, describe }: ChildSource): boolean {
  return isConfigured && describe !== undefined && findDeletionSource(describe) === 'list'
}

/** The list reaches this far back, and ignores seconds. */
const listedMs = 15 * 24 * 60 * 60 * 1000
const minuteMs = 60_000
