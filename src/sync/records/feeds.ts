/** Case feeds: read by ParentId for a page of cases, since a case has no field that holds them. */
import type { RecordId, Row } from '../../terms.js'
import { completeChildLists } from './child-lists.js'
import { queryByIds } from './query-by-ids.js'
import type { Run } from '../run/run.js'
import type { FeedPlan } from '../plan/object-plan.js'

/** The feed items that addFeeds has put into a case; a configured list of the same name is none. */
export function feedItems(row: Row): Row[] {
  return Array.isArray(row['Feeds']) ? (row['Feeds'] as Row[]) : []
}

/** How many cases one feed query names at most; fewer where the address would get too long. */
const casesPerQuery = 800

/**
 * Puts each case's feed items, with their comments, into its `Feeds`, oldest first. Gives the Id of a case for each
 * comment list that came cut, as completeChildLists tells.
 */
export async function addFeeds(
  run: Pick<Run, 'org' | 'fits'>,
  cases: Row[],
  { select, children }: FeedPlan,
): Promise<RecordId[]> {
  const cut: RecordId[] = []
  const feeds = new Map<RecordId, Map<unknown, Row>>(cases.map((row) => [String(row['Id']), new Map()]))
  const ids = [...feeds.keys()]
  const owner = { sobject: 'Case', scope: 'live', from: 'CaseFeed', children } as const
  const query = { ...owner, select, field: 'ParentId', ids, mostIds: casesPerQuery }
  for await (const items of queryByIds(run, query)) {
    for (const item of items) {
      const lists = await completeChildLists(run.org, item, 'Case', owner)
      cut.push(...Array.from({ length: lists }, () => String(item['ParentId'])))
      // An item that comes twice counts once.
      feeds.get(String(item['ParentId']))?.set(item['Id'], item)
    }
  }
  for (const row of cases) row['Feeds'] = [...feeds.get(String(row['Id']))!.values()].toSorted(byAge)
  return cut
}

function byAge(a: Row, b: Row): number {
  return compare(String(a['CreatedDate']), String(b['CreatedDate'])) || compare(String(a['Id']), String(b['Id']))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
