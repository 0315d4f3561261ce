/** Child lists whose locator died, as all do with their session: each is read by itself, to its end. */
import type { ExtractError } from '../../errors/extract-error.js'
import type { Org, QueryResult } from '../../org/org.js'
import { above, equals } from '../../soql/conditions.js'
import { soql, type Soql } from '../../soql/soql.js'
import type { NestedRows, Page, Query, RecordId, Row } from '../../terms.js'
import { noProgress } from '../windows/no-progress.js'
import { reopenedPages } from '../windows/reopened-pages.js'
import { followList } from './follow-list.js'

/** The rows that have the lists. */
export interface ListOwner extends Pick<Query, 'sobject' | 'scope'> {
  /** What the rows are: `CaseFeed` for the feed items of a case. */
  from: string
  children: KnownList[]
}

/** A child list as the owner's statement has it, and as it may be read by Id. */
interface KnownList {
  relationship: string
  list: Soql
  byId?: { list: Soql; order: string[] }
}

/**
 * Reads a row's child list anew, by a statement for it alone. It goes by Id where the list's order can be made of its
 * rows: then it is opened after its own last row as often as its locator dies. Any other begins again, a few times.
 * Throws `lost` where the list is none of the owner's, its row is gone, or beginning again doesn't help.
 */
export async function rereadList(
  org: Org,
  owner: ListOwner,
  { row, relationship, lost }: { row: Row; relationship: string; lost: ExtractError },
): Promise<NestedRows> {
  const child = owner.children.find((each) => each.relationship === relationship)
  if (child === undefined) throw lost
  const reading: Reading = { org, owner, id: String(row['Id']), relationship, lost }
  if (child.byId === undefined) return readFromStart(reading, child.list)
  const { rows, totalSize } = await readById(reading, child.byId.list)
  return { totalSize, done: true, records: rows.toSorted(compareBy(child.byId.order)) }
}

interface Reading {
  org: Org
  owner: ListOwner
  /** The row that has the list. */
  id: RecordId
  relationship: string
  lost: ExtractError
}

type ListRows = Pick<Page, 'rows' | 'totalSize'>

async function readById(reading: Reading, list: Soql): Promise<ListRows> {
  const rows: Row[] = []
  const reached = new Set<RecordId>()
  let last: RecordId | undefined
  let before = 0
  let totalSize = 0
  const open = () => {
    before = rows.length
    return openList(reading, list.where(last === undefined ? undefined : above('Id', last)).orderBy('Id'))
  }
  for await (const page of reopenedPages(open(), open, async (each) => each)) {
    rows.push(...page.rows)
    totalSize = before + page.totalSize
    if (page.rows.length === 0) continue
    last = String(page.rows.at(-1)!['Id'])
    if (reached.has(last)) throw noProgress(reading.owner.sobject, last)
    reached.add(last)
  }
  return { rows, totalSize }
}

async function readFromStart(reading: Reading, list: Soql): Promise<NestedRows> {
  let openings = 0
  let records: Row[] = []
  let totalSize = 0
  const open = () => {
    if (++openings > mostOpenings) throw reading.lost
    records = []
    return openList(reading, list)
  }
  for await (const page of reopenedPages(open(), open, async (each) => each)) {
    records.push(...page.rows)
    totalSize = page.totalSize
  }
  return { totalSize, done: true, records }
}

const mostOpenings = 4

/** The pages of the list as those of a query. */
function openList({ org, owner, id, relationship, lost }: Reading, list: Soql): QueryResult {
  const { sobject, scope, from } = owner
  const query: Query = { sobject, scope, soql: soql(from).id().child(list).where(equals('Id', id)).text() }
  return {
    query,
    async *pages() {
      for await (const { rows, orgTime } of org.query(query).pages()) {
        const [row] = rows
        if (row === undefined) throw lost
        // The org has null for a list without rows.
        const nested = (row[relationship] ?? { totalSize: 0, done: true, records: [] }) as NestedRows
        const { totalSize, records } = nested
        yield { rows: records, totalSize, orgTime }
        yield* followList(org, nested, sobject)
        return
      }
      throw lost
    },
  }
}

function compareBy(order: string[]): (a: Row, b: Row) => number {
  return (a, b) => {
    const field = order.find((name) => a[name] !== b[name])
    return field === undefined ? 0 : String(a[field]) < String(b[field]) ? -1 : 1
  }
}
