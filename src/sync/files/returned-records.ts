/**
 * Files of records that came back. A file that hung on nothing when it was read made no document, and neither the file
 * nor its version changes when the record it hangs on is restored; nor may they when a file is hung on another record.
 */
import { soql } from '../../soql/soql.js'
import type { RecordId, Row, Stamp } from '../../terms.js'
import { childRows } from '../records/child-lists.js'
import { queryByIds } from '../records/query-by-ids.js'
import { checkpoint } from '../run/checkpoint.js'
import { throwIfEnding, type ObjectSync } from '../run/object-context.js'
import { stampOf } from '../windows/stamps.js'

const recordsPerQuery = 500

/**
 * Notes which rows about to be written are of records that came back, or came into sight: told to be deleted before,
 * or never written though they are older than what has been read. A run that reads everything reads the files too.
 */
export async function noteReturned({ run, plan, state, ids, deletedIds }: ObjectSync, rows: Row[]): Promise<void> {
  const { watermark, open } = state.rows
  const readUntil = watermark ?? state.lastEnded
  if (run.datasource.files === 'links' || plan.files !== undefined || readUntil === undefined) return
  if (open?.mode === 'full' && plan.watermarkField !== undefined) return
  const all = rows.map((row) => String(row['Id']))
  const written = await ids.among(all)
  const deleted = await deletedIds.among(all)
  for (const [at, row] of rows.entries()) {
    if (hasNewLink(row, readUntil)) state.returned.add(all[at]!)
    const isOld = !written.has(all[at]!) && (stampOf(row['CreatedDate']) ?? '') < readUntil
    if (isOld || deleted.has(all[at]!)) state.returned.add(all[at]!)
  }
}

/** Whether a file that was there before has been hung on a record since: the file itself need not tell. */
function hasNewLink(row: Row, readUntil: Stamp): boolean {
  return childRows(row['ContentDocumentLinks']).some((link) => {
    const file = link['ContentDocument'] as Row | null | undefined
    const created = stampOf(file?.['CreatedDate'])
    return created !== undefined && created < readUntil && (stampOf(link['SystemModstamp']) ?? '') >= readUntil
  })
}

/** Notes the files of the records that came back to be written, when these records have been read. */
export async function noteReturnedFiles(files: ObjectSync, recordsRead: Promise<ObjectSync[]>): Promise<void> {
  const returned = (await recordsRead).filter(({ state }) => state.returned.size > 0)
  throwIfEnding(files)
  if (returned.length === 0) return
  const ids = returned.flatMap(({ state }) => [...state.returned])
  for (const id of await filesOf(ids, files)) files.state.reEmit.add(id)
  await checkpoint(files, { now: true })
  for (const object of returned) {
    object.state.returned.clear()
    await checkpoint(object, { now: true })
  }
}

async function filesOf(ids: RecordId[], { run }: ObjectSync): Promise<Set<RecordId>> {
  const sobject = 'ContentDocumentLink'
  const field = 'LinkedEntityId'
  const select = soql(sobject).id().fields(['ContentDocumentId', field])
  const query = { sobject, scope: 'live', select, field, ids, mostIds: recordsPerQuery } as const
  const files = new Set<RecordId>()
  for await (const links of queryByIds(run, query))
    for (const link of links) files.add(String(link['ContentDocumentId']))
  return files
}
