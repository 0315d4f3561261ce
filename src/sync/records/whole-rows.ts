import type { Row } from '../../terms.js'
import { addFeeds } from './feeds.js'
import { addHtmlTexts } from './html-texts.js'
import { completeChildLists } from './child-lists.js'
import type { ObjectSync } from '../run/object-context.js'
import { spanQuery, type Scan } from '../windows/window-query.js'
import { joinSplitRows } from './split-rows.js'

/**
 * Reads what a page's statement left out of its rows: fields that didn't fit, the rest of child lists, texts of
 * children that are there as HTML alone, case feeds.
 */
export async function completeRows(object: ObjectSync, scan: Scan, rows: Row[]): Promise<Row[]> {
  const { run, plan } = object
  if (rows.length === 0) return rows
  const whole = await joinSplitRows(run.org, rows, plan.selects, (select) => spanQuery(scan, select, rows))
  for (const row of whole) object.cutLists += await completeChildLists(run.org, row, plan.object)
  await addHtmlTexts(run, whole, plan)
  if (plan.feedSelect !== undefined) object.cutLists += await addFeeds(run, whole, plan.feedSelect)
  return whole
}
