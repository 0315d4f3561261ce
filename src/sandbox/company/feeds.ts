import type { Random } from '../random.js'
import type { Store, StoredRecord } from '../terms.js'
import { pickMoment } from './words/dates.js'
import type { Owners } from './people.js'
import { POST_SENTENCES, writeText } from './words/sentences.js'

interface FeedContext {
  cases: StoredRecord[]
  /** Accounts and opportunities: they have feeds too. */
  others: StoredRecord[]
  owners: Owners
}

/** The feed items, most of them on cases; with enough of them the first case gets more than one page. */
export function buildFeedItems(store: Store, random: Random, count: number, from: FeedContext): StoredRecord[] {
  const items: StoredRecord[] = []
  for (let n = 0; n < count; n++) {
    const isBusy = count > 1.5 * ITEMS_ON_BUSY_CASE && n < ITEMS_ON_BUSY_CASE
    const parent = isBusy
      ? from.cases[0]!
      : random.pick(from.others.length > 0 && random.chance(0.15) ? from.others : from.cases)
    items.push(
      store.insert('FeedItem', feedItemValues(random, from.owners, parent), {
        at: pickMoment(random, parent.createdAt),
      }),
    )
  }
  return items
}

/** A new item in a record's feed: a post, a link, or what the org notes itself, which has no body. */
export function feedItemValues(random: Random, owners: Owners, parent: StoredRecord): Record<string, unknown> {
  const Type = random.pick(parent.sobject === 'Case' ? CASE_POSTS : POSTS)
  const author = random.pick(owners.users)
  const Body = BODILESS.has(Type) ? null : writeText(random, POST_SENTENCES, 3)
  const IsRichText = Type === 'TextPost' && random.chance(0.1)
  return {
    ParentId: parent.id,
    Type,
    Title: Type === 'LinkPost' ? 'Service manual' : null,
    LinkUrl: Type === 'LinkPost' ? 'https://docs.haldenpumps.example/manuals?lang=en&part=3' : null,
    Body: IsRichText ? `<p>${String(Body)}</p>` : Body,
    IsRichText,
    LikeCount: random.chance(0.2) ? random.integer(1, 6) : 0,
    CreatedById: author,
  }
}

/** The comments under feed items; with enough of them the first item gets more than one page. */
export function buildFeedComments(
  store: Store,
  random: Random,
  count: number,
  from: { items: StoredRecord[]; owners: Owners },
): void {
  for (let n = 0; n < count; n++) {
    const isBusy = count > 1.5 * COMMENTS_ON_BUSY_ITEM && n < COMMENTS_ON_BUSY_ITEM
    const item = isBusy ? from.items[0]! : random.pick(from.items)
    store.insert('FeedComment', feedCommentValues(random, from.owners, item), {
      at: pickMoment(random, item.createdAt),
    })
  }
}

/** A new comment under a feed item. ParentId is the record the feed belongs to. */
export function feedCommentValues(random: Random, owners: Owners, item: StoredRecord): Record<string, unknown> {
  return {
    FeedItemId: item.id,
    ParentId: item.values['ParentId'],
    CommentBody: writeText(random, POST_SENTENCES, 2),
    CommentType: 'TextComment',
    CreatedById: random.pick(owners.users),
  }
}

const POSTS = ['TextPost', 'TextPost', 'LinkPost', 'TrackedChange', 'CreateRecordEvent']
const CASE_POSTS = [...POSTS, 'CaseCommentPost', 'EmailMessageEvent', 'CallLogPost', 'ChangeStatusPost']
const BODILESS = new Set(['TrackedChange', 'CreateRecordEvent', 'EmailMessageEvent'])

/** Past the 500 rows that a nested list of a first page may hold, and past the 200 of the lists below it. */
const ITEMS_ON_BUSY_CASE = 540
const COMMENTS_ON_BUSY_ITEM = 220
