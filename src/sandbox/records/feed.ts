import { FEED_PARENTS } from '../schema/parents.js'
import type { StoredRecord } from '../terms.js'
import type { Org } from './org.js'
import { laterOf, replaceRecord } from './replace.js'

/**
 * Counts a comment on its feed item. A new comment moves the item's LastModifiedDate to the comment's CreatedDate,
 * a deleted one moves nothing (Object Reference, CaseFeed.LastModifiedDate).
 */
export function countFeedComment(org: Org, comment: StoredRecord, change: 1 | -1): void {
  const item = org.tables.newest(String(comment.values['FeedItemId']))
  if (!item) return
  const CommentCount = Math.max(0, Number(item.values['CommentCount'] ?? 0) + change)
  const stamps = change === 1 && {
    lastModifiedAt: Math.max(item.lastModifiedAt, comment.createdAt),
    systemModstampAt: Math.max(item.systemModstampAt, comment.systemModstampAt),
  }
  replaceRecord(
    org,
    { ...item, ...stamps, values: { ...item.values, CommentCount } },
    laterOf(item.hiddenUntil, comment.hiddenUntil),
  )
}

/** The rows of CaseFeed and its like: feed items whose parent is of the right sObject, under the feed's own name. */
export function* feedRows(org: Org, feed: string): Iterable<StoredRecord> {
  const prefix = org.registry.get(FEED_PARENTS[feed] ?? '').keyPrefix
  for (const item of org.tables.rows('FeedItem')) {
    if (String(item.values['ParentId']).slice(0, 3) === prefix) yield feedView(item, feed)
  }
}

/** The same record as a row of the parent's feed. */
export function feedView(item: StoredRecord, feed: string): StoredRecord {
  const known = VIEWS.get(item)
  if (known) return known
  const view = { ...item, sobject: feed }
  VIEWS.set(item, view)
  return view
}

/** A feed item has one parent, so one feed; its view is made once for each version. */
const VIEWS = new WeakMap<StoredRecord, StoredRecord>()
