import type { Row } from '../../terms.js'
import { addFeeds } from './feeds.js'
import { addHtmlTexts } from './html-texts.js'
import { completeNested } from './child-lists.js'
import type { ObjectRun } from '../run/object-context.js'
import { spanQuery, type Reading } from '../windows/window-query.js'
import { joinFields } from './split-rows.js'

/**
 * Reads what a page's statement left out of its rows: fields that didn't fit, the rest of child lists, texts of children
 * that are there as HTML alone, case feeds.
 */
export async function completeRows(object: ObjectRun, reading: Reading, rows: Row[]): Promise<Row[]> {
  const { run, plan } = object
  if (rows.length === 0) return rows
  const whole = await joinFields(run.org, rows, plan.selects, (select) => spanQuery(reading, select, rows))
  for (const row of whole) object.cutLists += await completeNested(run.org, row, plan.object)
  await addHtmlTexts(run, whole, plan)
  if (plan.feedSelect !== undefined) object.cutLists += await addFeeds(run.org, whole, plan.feedSelect, run.fits)
  return whole
}
