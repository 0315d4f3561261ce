import type { Random } from '../../random.js'
import type { Store, StoredRecord } from '../../terms.js'
import type { Owners } from '../people.js'
import { dayOf, pickStamps, type Stamps } from '../words/dates.js'
import type { Pools } from './pools.js'

interface Growth {
  pools: Pools
  owners: Owners
  /** How many times as many records there are to be of each kind. */
  times: number
}

/** Adds records of each kind below; gives them by sObject. */
export function growKinds(store: Store, random: Random, growth: Growth): Map<string, StoredRecord[]> {
  const grown = new Map<string, StoredRecord[]>()
  for (const kind of KINDS) {
    const earlier = [...growth.pools.all(kind.sobject)]
    const wanted = Math.round(earlier.length * (growth.times - 1))
    const records = Array.from({ length: wanted }, () =>
      addLike(store, random, { kind, model: random.pick(earlier), growth }),
    )
    grown.set(kind.sobject, records)
  }
  return grown
}

interface Kind {
  sobject: string
  /** The fields that are given another record like the model's; what is older than the first one, the record isn't. */
  parents?: readonly Parent[]
  /** Fields the org gives itself, or that would tell of the model's other relations. */
  own?: readonly string[]
  /** Moments that follow from the stamps. */
  dated?: Readonly<Record<string, keyof Stamps>>
}

/** A reference, and what else follows from the record it is to. */
type Parent = readonly [field: string, along?: (parent: StoredRecord) => Record<string, unknown>]

const accountOf = ({ values }: StoredRecord) => ({ AccountId: values['AccountId'] })

/** Parents first. */
const KINDS: readonly Kind[] = [
  { sobject: 'Campaign', parents: [['ParentId']] },
  { sobject: 'Account', parents: [['ParentId']], own: ['AccountNumber', 'Customer_Number__c'] },
  { sobject: 'Contact', parents: [['AccountId'], ['ReportsToId']] },
  { sobject: 'Lead', parents: [['ConvertedContactId', conversion]] },
  { sobject: 'Opportunity', parents: [['AccountId'], ['CampaignId'], ['ContactId']] },
  {
    sobject: 'Case',
    parents: [['ContactId', accountOf], ['AccountId'], ['ParentId']],
    own: ['CaseNumber'],
    dated: { ClosedDate: 'LastModifiedDate' },
  },
  { sobject: 'CaseComment', parents: [['ParentId']] },
  {
    sobject: 'EmailMessage',
    parents: [['ParentId', ({ id }) => ({ RelatedToId: id })]],
    own: ['ReplyToEmailMessageId'],
    dated: { MessageDate: 'CreatedDate' },
  },
  { sobject: 'FeedItem', parents: [['ParentId']], own: ['CommentCount', 'RelatedRecordId'] },
  { sobject: 'FeedComment', parents: [['FeedItemId', ({ values }) => ({ ParentId: values['ParentId'] })]] },
  { sobject: 'Project__c', parents: [['Account__c']] },
  {
    sobject: 'Invoice__c',
    parents: [['Project__c', ({ values }) => ({ Account__c: values['Account__c'] })], ['Account__c']],
    own: ['Name'],
  },
  { sobject: 'Attachment', parents: [['ParentId']] },
  {
    sobject: 'Task',
    parents: [['WhatId', activityAccount], ['WhoId']],
    dated: { CompletedDateTime: 'LastModifiedDate' },
  },
  { sobject: 'Event', parents: [['WhatId', activityAccount], ['WhoId']] },
]

function conversion(contact: StoredRecord): Record<string, unknown> {
  return { ConvertedAccountId: contact.values['AccountId'], ConvertedDate: dayOf(contact.createdAt) }
}

function activityAccount(what: StoredRecord): Record<string, unknown> {
  return what.sobject === 'Account' ? { AccountId: what.id } : accountOf(what)
}

function addLike(
  store: Store,
  random: Random,
  { kind, model, growth }: { kind: Kind; model: StoredRecord; growth: Growth },
): StoredRecord {
  const { values, earliest } = placeLike(random, kind, model, growth.pools)
  for (const name of kind.own ?? []) values[name] = undefined
  for (const name of PEOPLE) {
    const before = values[name]
    if (typeof before === 'string') values[name] = random.pick(peersOf(before, kind, growth.owners))
  }
  const stamps = pickStamps(random, earliest)
  for (const name in kind.dated) if (values[name] != null) values[name] = stamps[kind.dated[name]!]
  // Comments in feeds have no three stamps to set.
  const isComment = kind.sobject === 'FeedComment'
  const blob = kind.sobject === 'Attachment' ? store.blob(model.id) : undefined
  values['CreatedDate'] = stamps.CreatedDate
  values['SystemModstamp'] = isComment ? stamps.CreatedDate : stamps.SystemModstamp
  if (!isComment) values['LastModifiedDate'] = stamps.LastModifiedDate
  const record = store.insert(kind.sobject, values, { blob })
  growth.pools.add(record)
  return record
}

/** What the model says, with other parents. */
function placeLike(random: Random, { parents = [] }: Kind, model: StoredRecord, pools: Pools) {
  const values: Record<string, unknown> = { ...model.values }
  const followed = new Set<string>()
  let earliest: number | undefined
  for (const [field, along] of parents) {
    const before = values[field]
    if (typeof before !== 'string' || followed.has(field)) continue
    const parent = pools.pickLike(random, before)
    if (parent === undefined) continue
    earliest ??= parent.createdAt
    values[field] = parent.id
    const more = along?.(parent) ?? {}
    for (const name in more) {
      values[name] = more[name]
      followed.add(name)
    }
  }
  return { values, earliest }
}

const PEOPLE = ['OwnerId', 'CreatedById', 'LastModifiedById']

/** Users for a user, and for a queue those that take such records. */
function peersOf(id: string, { sobject }: Kind, owners: Owners): readonly string[] {
  if (id.startsWith(QUEUE_PREFIX)) return sobject === 'Lead' ? owners.leadQueues : owners.caseQueues
  return owners.users
}

const QUEUE_PREFIX = '00G'
