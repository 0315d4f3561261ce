/** Case feeds: read by ParentId for a page of cases, since a case has no field that holds them. */
import type { Org } from '../../org/org.js'
import type { RecordId, Row } from '../../terms.js'
import { completeChildLists } from './child-lists.js'
import { chunkIn } from '../../soql/chunks.js'
import { isIn } from '../../soql/conditions.js'
import type { Soql } from '../../soql/soql.js'

/** How many cases one feed query asks for at most; fewer where the address would get too long. */
const casesPerQuery = 800

/**
 * Puts each case's feed items, with their comments, into its `Feeds`, oldest first.
 * `select` is the select list of CaseFeed; `fits` says whether a statement fits into a request.
 * Gives the number of comment lists that came cut, as completeChildLists does.
 */
export async function addFeeds(org: Org, cases: Row[], select: Soql, fits: (soql: string) => boolean): Promise<number> {
  if (cases.length === 0) return 0
  let cut = 0
  const feeds = new Map<RecordId, Row[]>(cases.map((row) => [String(row['Id']), []]))
  const statement = (ids: RecordId[]) => select.where(isIn('ParentId', ids)).orderBy('ParentId').orderBy('Id')
  for (const ids of chunkIn([...feeds.keys()], (chunk) => fits(statement(chunk).text()), casesPerQuery)) {
    const result = org.query({ sobject: 'Case', scope: 'live', soql: statement(ids).text() })
    for await (const { rows } of result.pages()) {
      for (const item of rows) {
        cut += await completeChildLists(org, item, 'Case')
        feeds.get(String(item['ParentId']))?.push(item)
      }
    }
  }
  for (const row of cases) row['Feeds'] = feeds.get(String(row['Id']))!.toSorted(byAge)
  return cut
}

function byAge(a: Row, b: Row): number {
  return compare(String(a['CreatedDate']), String(b['CreatedDate'])) || compare(String(a['Id']), String(b['Id']))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
