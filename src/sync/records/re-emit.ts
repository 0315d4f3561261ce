/**
 * Records to write again though their own stamps stand still: a child changed, or they came back from the recycle bin.
 */
import type { RecordId, Row } from '../../terms.js'
import { checkpoint } from '../run/checkpoint.js'
import { throwIfEnding, type ObjectRun } from '../run/object-context.js'
import { readPages } from '../windows/pages.js'
import { spanQuery, type Reading } from '../windows/window-query.js'
import { and, chunkIn, isIn } from '../../soql/soql.js'
import { advance } from '../windows/watermark.js'
import { completeRows } from './whole-rows.js'
import { tellPage, writeRecords } from './write-records.js'

const recordsPerQuery = 500

/**
 * Writes the records noted in the state. Those the run wrote already, since they changed themselves, are no longer
 * noted; those that are gone or outside the user's condition are not answered and are forgotten.
 */
export async function writeAgain(object: ObjectRun): Promise<void> {
  const { state } = object
  const noted = [...state.rewrite]
  for (const ids of chunkIn(noted, (chunk) => fitsWhole(object, chunk), recordsPerQuery)) {
    await writeNoted(object, idsReading(object, ids))
    for (const id of ids) state.rewrite.delete(id)
    await checkpoint(object)
    throwIfEnding(object)
  }
}

async function writeNoted(object: ObjectRun, reading: Reading): Promise<void> {
  const { run, report } = object
  const prepare = (rows: Row[]) => completeRows(object, reading, rows)
  for await (const { read, rows } of readPages(run.org, reading, prepare)) {
    await writeRecords(object, rows)
    advance(reading.window, read, undefined)
    report.pages += 1
    tellPage(object)
  }
}

function idsReading({ plan }: ObjectRun, ids: RecordId[]): Reading {
  const condition = and(plan.condition, isIn('Id', ids))
  return { sobject: plan.object, scope: 'live', window: { mode: 'full' }, select: plan.selects[0]!, condition }
}

/** Whether every statement for these records fits into a request: the longest is that for further fields of a page. */
function fitsWhole(object: ObjectRun, ids: RecordId[]): boolean {
  const { run, plan } = object
  const ends = [ids[0]!, ids.at(-1)!].map((Id) => ({ Id }))
  const reading = idsReading(object, ids)
  return plan.selects.every((select) => run.fits(spanQuery(reading, select, ends).soql))
}
