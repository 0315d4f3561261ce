import type { Row } from '../../terms.js'
import { addFeeds } from './feeds.js'
import { addHtmlTexts } from './html-texts.js'
import { completeChildLists } from './child-lists.js'
import type { ObjectSync } from '../run/object-context.js'
import { spanQuery, spansOf, type Scan } from '../windows/window-query.js'
import { joinSplitRows, type SameRows } from './split-rows.js'

/**
 * Reads what a page's statement left out of its rows: fields that didn't fit, the rest of child lists, texts of
 * children that are there as HTML alone, case feeds. `selects` are the select lists that make up a row, that of the
 * page first.
 */
export async function completeRows(
  object: ObjectSync,
  scan: Scan,
  rows: Row[],
  selects = object.plan.selects,
): Promise<Row[]> {
  const { run, plan } = object
  if (rows.length === 0) return rows
  const same: SameRows = {
    pieces: spansOf(scan, rows),
    queryOf: (select, piece) => spanQuery(scan, select, piece),
  }
  const whole = await joinSplitRows(run.org, rows, selects, same, plan.selects)
  const { object: sobject, scope, selection } = plan
  const owner = { sobject, scope, from: sobject, children: selection.children }
  for (const row of whole) object.cutLists += await completeChildLists(run.org, row, sobject, owner)
  await addHtmlTexts(run, whole, plan)
  if (plan.feeds !== undefined) object.cutLists += await addFeeds(run, whole, plan.feeds)
  return whole
}
