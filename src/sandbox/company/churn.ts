import type { Random } from '../random.js'
import type { Store, StoredRecord } from '../terms.js'
import { editValues, EDITED } from './edits.js'
import { insertSomething } from './arrivals.js'
import { readOwners, type Owners } from './people.js'

/** What a step changed, by Id; what went along with a deleted record or came back with it is not listed. A merge deletes the loser. */
export interface Churned {
  inserted: string[]
  updated: string[]
  deleted: string[]
  undeleted: string[]
}

/** Changes the data the way a working day does, `count` times, at the store's own time. */
export function churn(store: Store, random: Random, options: { count: number }): Churned {
  const churned: Churned = { inserted: [], updated: [], deleted: [], undeleted: [] }
  const owners = readOwners(store)
  for (let n = 0; n < options.count; n++) {
    const share = random.next()
    const happening = HAPPENINGS.find(({ upTo }) => share < upTo)
    happening?.happen({ store, random, owners, churned })
  }
  return churned
}

interface Day {
  store: Store
  random: Random
  owners: Owners
  churned: Churned
}

const HAPPENINGS: readonly { upTo: number; happen: (day: Day) => void }[] = [
  { upTo: 0.4, happen: arrive },
  { upTo: 0.85, happen: edit },
  { upTo: 0.93, happen: remove },
  { upTo: 0.97, happen: restore },
  { upTo: 1, happen: merge },
]

function arrive({ store, random, owners, churned }: Day): void {
  const pick = (sobject: string) => pickLive(store, random, sobject)
  const record = insertSomething(store, random, { owners, pick })
  if (record) churned.inserted.push(record.id)
}

function edit({ store, random, churned }: Day): void {
  const record = pickLive(store, random, random.pick(EDITED))
  if (!record) return
  store.update(record.id, editValues(random, record))
  churned.updated.push(record.id)
}

function remove({ store, random, churned }: Day): void {
  const record = pickLive(store, random, random.pick(DELETED))
  if (!record) return
  store.delete(record.id)
  churned.deleted.push(record.id)
}

/** What came into the bin last comes out of it. A merged record stays where it is. */
function restore({ store, random, churned }: Day): void {
  const sobject = random.pick(DELETED)
  const binned = [...store.rows(sobject)].filter(({ isDeleted, values }) => isDeleted && !values['MasterRecordId'])
  const last = binned.toSorted((a, b) => b.systemModstampAt - a.systemModstampAt)[0]
  if (!last || !hasLiveParents(store, last)) return
  store.undelete(last.id)
  churned.undeleted.push(last.id)
}

function merge({ store, random, churned }: Day): void {
  const sobject = random.pick(['Account', 'Contact', 'Lead', 'Case'])
  const winner = pickLive(store, random, sobject)
  const loser = pickLive(store, random, sobject)
  if (!winner || !loser || winner.id === loser.id) return
  store.merge(winner.id, loser.id)
  churned.updated.push(winner.id)
  churned.deleted.push(loser.id)
}

const DELETED = ['Account', 'Case', 'CaseComment', 'Contact', 'ContentDocument', 'FeedComment', 'FeedItem', 'Invoice__c', 'Lead', 'Opportunity', 'Project__c']

/** The parents without which a record doesn't come back: those whose deletion took it along. */
function hasLiveParents(store: Store, record: StoredRecord): boolean {
  return PARENTS.every((field) => {
    const parentId = record.values[field]
    return typeof parentId !== 'string' || store.record(parentId)?.isDeleted !== true
  })
}

const PARENTS = ['AccountId', 'Account__c', 'ContentDocumentId', 'FeedItemId', 'ParentId']

/** A live record, by a guess among the Ids there are: an sObject of any size costs the same. */
function pickLive(store: Store, random: Random, sobject: string): StoredRecord | undefined {
  const live = [...store.rows(sobject)].filter(({ isDeleted }) => !isDeleted)
  return live.length > 0 ? random.pick(live) : undefined
}
