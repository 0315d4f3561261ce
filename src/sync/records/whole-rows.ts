import type { RecordId, Row } from '../../terms.js'
import { isIn } from '../../soql/conditions.js'
import type { Soql } from '../../soql/soql.js'
import { addFeeds } from './feeds.js'
import { addHtmlTexts } from './html-texts.js'
import { completeChildLists } from './child-lists.js'
import { queryByIds } from './query-by-ids.js'
import type { ObjectSync } from '../run/object-context.js'
import { spanQuery, spansOf, type Scan } from '../windows/window-query.js'
import { joinSplitRows, type SameRows } from './split-rows.js'

/**
 * Reads what a page's statement left out of its rows: fields that didn't fit, the rest of child lists, texts of
 * children that are there as HTML alone, case feeds. `selects` are the select lists that make up a row, that of the page
 * first. Rows with a list that came cut are queried once more by their Ids; those whose lists stay short are noted in
 * `cut`.
 */
export async function completeRows(
  object: ObjectSync,
  scan: Scan,
  rows: Row[],
  selects = object.plan.selects,
): Promise<Row[]> {
  if (rows.length === 0) return rows
  const { whole, cut } = await readWhole(object, scan, rows, selects)
  for (const row of whole) object.cut.delete(String(row['Id']))
  if (cut.length === 0) return whole
  const anew = await readAnew(object, scan, [...new Set(cut)])
  return whole.map((row) => anew.get(String(row['Id'])) ?? row)
}

interface WholeRows {
  whole: Row[]
  /** The Id of a row for each of its lists that has fewer rows than the org announced. */
  cut: RecordId[]
}

async function readWhole({ run, plan }: ObjectSync, scan: Scan, rows: Row[], selects: Soql[]): Promise<WholeRows> {
  const cut: RecordId[] = []
  const same: SameRows = {
    pieces: spansOf(scan, rows),
    queryOf: (select, piece) => spanQuery(scan, select, piece),
  }
  const whole = await joinSplitRows(run.org, rows, selects, same, plan.selects)
  const { object: sobject, scope, selection } = plan
  const owner = { sobject, scope, from: sobject, children: selection.children }
  for (const row of whole) {
    const lists = await completeChildLists(run.org, row, sobject, owner)
    cut.push(...Array.from({ length: lists }, () => String(row['Id'])))
  }
  await addHtmlTexts(run, whole, plan)
  if (plan.feeds !== undefined) cut.push(...(await addFeeds(run, whole, plan.feeds)))
  return { whole, cut }
}

/** The rows as a second query gives them; one that is gone, or changed so that the window lacks it, stays as it was. */
async function readAnew(object: ObjectSync, scan: Scan, ids: RecordId[]): Promise<Map<RecordId, Row>> {
  const { run, plan } = object
  const named = { sobject: scan.sobject, scope: scan.scope, select: plan.selects[0]!.where(scan.condition) }
  const found = new Map<RecordId, Row>()
  for await (const rows of queryByIds(run, { ...named, field: 'Id', ids, mostIds: cutRowsPerQuery })) {
    const sorted = rows.toSorted((a, b) => (String(a['Id']) < String(b['Id']) ? -1 : 1))
    const byId: Scan = {
      ...scan,
      window: { mode: 'full' },
      condition: isIn(
        'Id',
        sorted.map((row) => String(row['Id'])),
      ),
    }
    const { whole, cut } = await readWhole(object, byId, sorted, plan.selects)
    for (const row of whole) found.set(String(row['Id']), row)
    for (const id of cut) noteCut(object, id)
  }
  return found
}

const cutRowsPerQuery = 200

function noteCut({ cut }: ObjectSync, id: RecordId): void {
  if (cut.size < mostCut || cut.has(id)) cut.set(id, (cut.get(id) ?? 0) + 1)
}

/** Records noted, should an org cut the lists of all: the rest is read again when it changes. */
const mostCut = 10_000
