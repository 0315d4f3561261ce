import type { Random } from '../random.js'
import type { Store, StoredRecord } from '../terms.js'
import { pickStamps } from './words/dates.js'

/**
 * Makes an org grow past its mix by `count` records of the kinds below in the proportions it has: new records that say what
 * earlier ones of their kind say, on parents and by people of their own. They share the texts, so that a million of
 * them fit in memory.
 */
export function buildRepeats(store: Store, random: Random, count: number): void {
  /** All there are, for what comes later to hang on. */
  const all = new Map(KINDS.map(({ sobject }) => [sobject, [...store.rows(sobject)]]))
  const total = [...all.values()].reduce((sum, { length }) => sum + length, 0)
  const users = [...store.rows('User')].map(({ id }) => id)
  for (const { sobject, parents = {}, own = [] } of KINDS) {
    const records = all.get(sobject)!
    const earlier = [...records]
    const wanted = Math.round((count * earlier.length) / total)
    for (let n = 0; n < wanted; n++) {
      const model = random.pick(earlier)
      const parent = pickParent(random, all, parents)
      const values: Record<string, unknown> = { ...model.values, ...parent?.values }
      for (const name of own) values[name] = undefined
      for (const name of PEOPLE) if (values[name]) values[name] = random.pick(users)
      const blob = sobject === 'Attachment' ? store.blob(model.id) : undefined
      const record = store.insert(sobject, { ...values, ...stampsFor(random, model, parent?.createdAt) }, { blob })
      records.push(record)
    }
  }
}

interface Kind {
  sobject: string
  /** The fields that are given another parent, with its sObject. */
  parents?: Readonly<Record<string, string>>
  /** Fields the org gives itself. */
  own?: readonly string[]
}

/** Parents first. Files, each with bytes of its own, and memberships stay as many as they are in the mix. */
const KINDS: readonly Kind[] = [
  { sobject: 'Campaign', own: ['ParentId'] },
  { sobject: 'Account', own: ['ParentId', 'AccountNumber', 'Customer_Number__c'] },
  { sobject: 'Contact', parents: { AccountId: 'Account' } },
  { sobject: 'Lead', own: ['ConvertedAccountId', 'ConvertedContactId', 'ConvertedDate'] },
  { sobject: 'Opportunity', parents: { AccountId: 'Account' }, own: ['CampaignId', 'ContactId'] },
  { sobject: 'Case', parents: { AccountId: 'Account' }, own: ['CaseNumber', 'ParentId', 'ContactId'] },
  { sobject: 'CaseComment', parents: { ParentId: 'Case' } },
  { sobject: 'EmailMessage', parents: { ParentId: 'Case', RelatedToId: 'Case' }, own: ['ReplyToEmailMessageId'] },
  { sobject: 'FeedItem', parents: { ParentId: 'Case' }, own: ['CommentCount', 'RelatedRecordId'] },
  { sobject: 'FeedComment', parents: { FeedItemId: 'FeedItem' }, own: ['ParentId'] },
  { sobject: 'Project__c', parents: { Account__c: 'Account' } },
  { sobject: 'Invoice__c', parents: { Account__c: 'Account' }, own: ['Name', 'Project__c'] },
  { sobject: 'Attachment', parents: { ParentId: 'Case' } },
  { sobject: 'Task', parents: { WhatId: 'Account', AccountId: 'Account' }, own: ['WhoId'] },
  { sobject: 'Event', parents: { WhatId: 'Account', AccountId: 'Account' }, own: ['WhoId'] },
  { sobject: 'AccountShare', parents: { AccountId: 'Account' } },
  { sobject: 'CaseShare', parents: { CaseId: 'Case' } },
  { sobject: 'AccountHistory', parents: { AccountId: 'Account' } },
  { sobject: 'CaseHistory', parents: { CaseId: 'Case' } },
]

const PEOPLE = ['OwnerId', 'CreatedById', 'LastModifiedById', 'UserOrGroupId']

function pickParent(
  random: Random,
  all: Map<string, StoredRecord[]>,
  parents: Readonly<Record<string, string>>,
): { values: Record<string, string>; createdAt: number } | undefined {
  const fields = Object.entries(parents)
  if (fields[0] === undefined) return undefined
  const parent = random.pick(all.get(fields[0][1])!)
  return { values: Object.fromEntries(fields.map(([field]) => [field, parent.id])), createdAt: parent.createdAt }
}

/** Shares, histories and comments in feeds have no three stamps to set. */
function stampsFor(random: Random, model: StoredRecord, earliest: number | undefined): Record<string, number> {
  const stamps = pickStamps(random, earliest)
  if (model.sobject.endsWith('Share')) return { LastModifiedDate: stamps.LastModifiedDate }
  if (model.sobject.endsWith('History')) return { CreatedDate: stamps.CreatedDate }
  if (model.sobject !== 'FeedComment') return { ...stamps }
  return { CreatedDate: stamps.CreatedDate, SystemModstamp: stamps.CreatedDate }
}
