import type { Random } from '../../random.js'
import type { Store, StoredRecord } from '../../terms.js'
import { insertSomething } from './arrivals.js'
import { EDITED, editValues } from './edits.js'
import { openForms } from '../forms.js'
import { readOwners, type Owners } from '../people.js'

/**
 * What a step changed, by Id; what went along with a deleted record or came back with it is not listed. A merge
 * deletes the loser. `purged` have left the recycle bin.
 */
export interface Churned {
  inserted: string[]
  updated: string[]
  deleted: string[]
  undeleted: string[]
  purged: string[]
}

export interface ChurnOptions {
  /** How many things happen, of the kinds a day has; now and then one finds nothing to happen to. */
  count?: number
  /** How many of each kind happen: 0.1 is one in ten steps. */
  rates?: ChurnRates
  /**
   * A fifth of the inserts and edits commit late: stamped now, not in view until up to so many milliseconds later. 0
   * for none.
   */
  lateMs?: number
}

/** Changes the data the way a working day does, at the store's own time. */
export function churn(store: Store, random: Random, options: ChurnOptions): Churned {
  const churned: Churned = { inserted: [], updated: [], deleted: [], undeleted: [], purged: [] }
  const day = {
    store: openForms(store),
    random,
    owners: readOwners(store),
    pick: openPicker(store, random),
    lateMs: options.lateMs ?? 0,
    churned,
  }
  for (let n = 0; n < (options.count ?? 0); n++) {
    const share = random.next()
    HAPPENINGS.find(({ upTo }) => share < upTo)?.happen(day)
  }
  for (const [kind, rate] of Object.entries(options.rates ?? {})) {
    const times = Math.floor(rate) + (random.chance(rate % 1) ? 1 : 0)
    for (let n = 0; n < times; n++) KINDS[kind as ChurnKind](day)
  }
  return churned
}

export type ChurnKind = keyof typeof KINDS
export type ChurnRates = Partial<Record<ChurnKind, number>>

interface Day {
  store: Store
  random: Random
  owners: Owners
  /** Some live record of the sObject. */
  pick: (sobject: string) => StoredRecord | undefined
  lateMs: number
  churned: Churned
}

const HAPPENINGS: readonly { upTo: number; happen: (day: Day) => void }[] = [
  { upTo: 0.4, happen: arrive },
  { upTo: 0.85, happen: edit },
  { upTo: 0.93, happen: remove },
  { upTo: 0.97, happen: restore },
  { upTo: 1, happen: merge },
]

const KINDS = {
  insert: arrive,
  update: edit,
  delete: remove,
  undelete: restore,
  merge,
  purge,
  touch,
  reassign,
  'new-field': addField,
} satisfies Record<string, (day: Day) => void>

/** The kinds of changes that may be given a rate. */
export const CHURN_KINDS = Object.keys(KINDS) as ChurnKind[]

function arrive(day: Day): void {
  const late = lateness(day)
  const store: Store = {
    ...day.store,
    insert: (sobject, values, options) => day.store.insert(sobject, values, { ...options, ...late }),
  }
  const record = insertSomething({ ...day, store })
  if (record) day.churned.inserted.push(record.id)
}

function edit(day: Day): void {
  const record = day.pick(day.random.pick(EDITED))
  if (!record) return
  day.store.update(record.id, editValues(day.random, record), lateness(day))
  day.churned.updated.push(record.id)
}

function lateness({ store, random, lateMs }: Day): { hiddenUntil?: number } {
  return lateMs > 0 && random.chance(0.2) ? { hiddenUntil: store.now() + random.integer(1, lateMs) } : {}
}

function remove({ store, random, pick, churned }: Day): void {
  const record = pick(random.pick(DELETED))
  if (!record) return
  store.delete(record.id)
  churned.deleted.push(record.id)
}

/** What came into the bin last comes out of it, unless it lost a merge or its parent is in the bin itself. */
function restore({ store, random, churned }: Day): void {
  const binned = [...store.rows(random.pick(DELETED))].filter(
    ({ isDeleted, values }) => isDeleted && !values['MasterRecordId'],
  )
  const last = binned.toSorted((a, b) => b.systemModstampAt - a.systemModstampAt)[0]
  if (!last || !hasLiveParents(store, last)) return
  store.undelete(last.id)
  churned.undeleted.push(last.id)
}

function hasLiveParents(store: Store, record: StoredRecord): boolean {
  return PARENTS.every((field) => {
    const parentId = record.values[field]
    return typeof parentId !== 'string' || store.record(parentId)?.isDeleted === false
  })
}

function merge({ store, random, pick, churned }: Day): void {
  const sobject = random.pick(['Account', 'Contact', 'Lead', 'Case'])
  if (!store.object(sobject)?.fields.some(({ name }) => name === 'MasterRecordId')) return
  const winner = pick(sobject)
  const loser = pick(sobject)
  if (!winner || !loser || winner.id === loser.id) return
  store.merge(winner.id, loser.id)
  churned.updated.push(winner.id)
  churned.deleted.push(loser.id)
}

/** Somebody empties the recycle bin of a record. */
function purge({ store, random, churned }: Day): void {
  const binned = [...store.rows(random.pick(DELETED))].filter(({ isDeleted }) => isDeleted)
  if (binned.length === 0) return
  const { id } = random.pick(binned)
  store.purge(id)
  churned.purged.push(id)
}

/** A process of the system moves SystemModstamp alone. */
function touch({ store, random, pick, churned }: Day): void {
  const record = pick(random.pick(EDITED))
  if (!record) return
  store.update(record.id, {}, { touch: 'system' })
  churned.updated.push(record.id)
}

/** A record gets another owner. */
function reassign({ store, random, pick, churned }: Day): void {
  const record = pick(random.pick(['Account', 'Case', 'Contact', 'Lead', 'Opportunity']))
  const owner = pick('User')
  if (!record || !owner) return
  store.update(record.id, { OwnerId: owner.id })
  churned.updated.push(record.id)
}

/** An administrator adds a field. */
function addField({ store, random }: Day): void {
  const name = `Added_${random.integer(1, 999_999)}__c`
  store.addField(random.pick(['Account', 'Case', 'Project__c']), { name, label: name, type: 'string', custom: true })
}

const DELETED = [
  'Account',
  'Case',
  'CaseComment',
  'Contact',
  'ContentDocument',
  'FeedComment',
  'FeedItem',
  'Invoice__c',
  'Lead',
  'Opportunity',
  'Project__c',
]
const PARENTS = ['AccountId', 'Account__c', 'ContentDocumentId', 'FeedItemId', 'ParentId']

/** Reads the Ids of an sObject once; a pick tries some of them until one is of a live record in view. */
function openPicker(store: Store, random: Random): (sobject: string) => StoredRecord | undefined {
  const idsOf = new Map<string, string[]>()
  return (sobject) => {
    let ids = idsOf.get(sobject)
    if (!ids)
      idsOf.set(sobject, (ids = [...store.rows(sobject)].filter(({ isDeleted }) => !isDeleted).map(({ id }) => id)))
    for (let attempt = 0; attempt < 10 && ids.length > 0; attempt++) {
      const record = store.record(random.pick(ids))
      if (record && !record.isDeleted) return record
    }
    return undefined
  }
}
