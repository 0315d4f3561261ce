/** Records to write again though their own stamps stand still: a child changed, or they came back from the recycle bin. */
import type { RecordId } from '../terms.js'
import { buildDocuments } from './build-documents.js'
import { checkpoint, writeRecords } from './checkpoint.js'
import { throwIfEnding, type ObjectRun } from './object-work.js'
import { readPages } from './pages.js'
import type { Reading } from './reading.js'
import { and, chunkIn, isIn, type Soql } from './soql.js'
import { completeRows } from './whole-rows.js'

const recordsPerQuery = 500

/**
 * Writes the records noted in the state. Those the run wrote already, since they changed themselves, are no longer noted; those
 * that are gone or outside the user's condition are not answered and are forgotten.
 */
export async function writeAgain(object: ObjectRun): Promise<void> {
  const { run, plan, state } = object
  const longest = longestOf(plan.selects)
  const statement = (ids: RecordId[]) => longest.where(and(plan.condition, isIn('Id', ids))).orderBy('Id')
  const noted = [...state.rewrite]
  for (const ids of chunkIn(noted, (chunk) => run.fits(statement(chunk).text()), recordsPerQuery)) {
    const reading: Reading = {
      sobject: plan.object,
      scope: 'live',
      window: { mode: 'full' },
      select: plan.selects[0]!,
      condition: and(plan.condition, isIn('Id', ids)),
    }
    for await (const { read, rows } of readPages(run.org, reading, (page) => completeRows(object, reading, page))) {
      await writeRecords(object, rows, await buildDocuments(rows, object))
      reading.window.after = { id: String(read.at(-1)?.['Id'] ?? '') }
    }
    for (const id of ids) state.rewrite.delete(id)
    await checkpoint(object)
    throwIfEnding(object)
  }
}

function longestOf(selects: Soql[]): Soql {
  return selects.toSorted((a, b) => b.text().length - a.text().length)[0]!
}
