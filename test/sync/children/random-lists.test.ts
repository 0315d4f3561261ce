import { expect, test } from 'vitest'
import { isExtractError } from '../../../src/errors/extract-error.js'
import { openRandom, type Random } from '../../../src/sandbox/random.js'
import type { Store } from '../../../src/sandbox/terms.js'
import type { Document } from '../../../src/terms.js'
import { openSyncedOrg, type RunExtras, type SyncedOrg } from '../../support/synced-org.js'
import { indexOf } from '../../support/written.js'

const seeds = (process.env['SYNC_SEEDS'] ?? '1,2').split(',').map(Number)
const steps = Number(process.env['SYNC_STEPS'] ?? 12)

const order = [{ field: 'Name', direction: 'DESC' } as const]
const objects = {
  Account: {
    excludeFields: [],
    children: {
      Projects: { where: "Status__c = 'Active'", limit: 2, order },
      Cases: { fields: ['Subject'] },
      Contacts: {},
    },
  },
  Contact: { excludeFields: [], children: { Cases: { fields: ['Subject', 'Account.Id'] } } },
}

/** Children by their sObject: what names their record, and what they are called by. */
const children = [
  { sobject: 'Project__c', fields: { Account__c: 'Account' }, name: 'Name' },
  { sobject: 'Contact', fields: { AccountId: 'Account' }, name: 'LastName' },
  { sobject: 'Case', fields: { AccountId: 'Account', ContactId: 'Contact' }, name: 'Subject' },
] as const

function change(store: Store, random: Random): void {
  const all = (sobject: string, isDeleted = false) =>
    [...store.rows(sobject)].filter((row) => row.isDeleted === isDeleted)
  const { sobject, fields, name } = random.pick(children)
  const places = Object.fromEntries(
    Object.entries(fields).map(([field, parent]) => {
      const parents = all(parent)
      return [field, parents.length === 0 || random.chance(0.1) ? null : random.pick(parents).id]
    }),
  )
  const status = sobject === 'Project__c' ? { Status__c: random.pick(['Active', 'Planned']) } : {}
  const values = { [name]: `${random.integer(0, 99)}`, ...status }
  const act = random.pick([
    'account',
    'insert',
    'insert',
    'update',
    'move',
    'move',
    'delete',
    'undelete',
    'merge',
  ] as const)
  const [living, gone] = [all(sobject), all(sobject, true)]
  const accounts = all('Account')
  if (act === 'account' || accounts.length < 3) store.insert('Account', { Name: `A${random.integer(0, 99)}` })
  else if (act === 'insert' || living.length === 0) store.insert(sobject, { ...values, ...places })
  else if (act === 'update') store.update(random.pick(living).id, values)
  else if (act === 'move') store.update(random.pick(living).id, places)
  else if (act === 'delete') store.delete(random.pick(random.chance(0.3) ? accounts : living).id)
  else if (act === 'undelete' && gone.length > 0) store.undelete(random.pick(gone).id)
  else if (act === 'merge') store.merge(accounts[0]!.id, accounts[1]!.id)
}

/** Something that goes wrong with a run, or nothing. */
function misfortune({ sandbox }: SyncedOrg, random: Random): RunExtras {
  const kind = random.pick(['none', 'none', 'kill', 'calls', 'quota'])
  let left = random.integer(0, 10)
  const strike = () => {
    if (left-- <= 0) throw new Error('killed')
  }
  if (kind === 'kill') return { onWrite: strike, onCommit: strike }
  if (kind === 'quota') return { maxCalls: random.integer(3, 25) }
  const path = random.pick(['FROM Case W', 'FROM Account W', 'FROM Project__c W', 'queryAll'])
  if (kind === 'calls') sandbox.faults.add({ name: 'status', status: 500, body: 'json', path, count: 4 })
  return {}
}

/** Runs, to its end or not: the output is what was committed, as that of files is. */
async function runInto(output: Document[], synced: SyncedOrg, only: object, extras: RunExtras): Promise<void> {
  const lanes = new Map<string, Document[]>()
  const hooks: RunExtras = {
    ...extras,
    onWrite: async (lane, documents) => {
      await extras.onWrite?.(lane, documents)
      lanes.set(lane, [...(lanes.get(lane) ?? []), ...structuredClone(documents)])
    },
    onCommit: async (lane, changes) => {
      await extras.onCommit?.(lane, changes)
      output.push(...(lanes.get(lane) ?? []))
      lanes.delete(lane)
    },
  }
  await synced.run(only, hooks).catch((error: unknown) => {
    const isExpected = error instanceof Error && (error.message === 'killed' || isExtractError(error, 'QUOTA_REACHED'))
    if (!isExpected) throw error
  })
}

function withoutStamp(key: string, value: unknown): unknown {
  return key === 'SystemModstamp' || key === 'source' ? '' : value
}

/** Documents by Id. What was deleted and brought back has a new SystemModstamp, and is else as it was written. */
function contents(documents: Document[]): Record<string, string> {
  const records = [...indexOf(documents)].filter(([, { type }]) => type !== 'folder')
  return Object.fromEntries(records.map(([id, document]) => [id, JSON.stringify(document, withoutStamp)]))
}

test.each(seeds)('whatever happens to children and runs, lists end as a first load has them (%i)', async (seed) => {
  const random = openRandom(seed)
  const synced = await openSyncedOrg({
    sandbox: { pageSize: 20, childPageSize: 2 },
    datasource: { standardObjects: ['Account', 'Contact'], children: false, objects },
  })
  const output: Document[] = []
  for (let step = 0; step < steps; step++) {
    for (let changes = random.integer(0, 8); changes > 0; changes--) change(synced.sandbox.store, random)
    synced.pass(random.integer(1, 400))
    const only = random.chance(0.2) ? { objects: [random.pick(['Account', 'Contact'])] } : {}
    await runInto(output, synced, only, misfortune(synced, random))
    synced.sandbox.faults.remove()
    if (random.chance(0.1)) synced.pass(7200)
  }
  synced.pass(1300)
  output.push(...(await synced.run()).documents)
  synced.pass(60)
  expect((await synced.run()).documents).toEqual([])
  const fresh = { ...synced.datasource, id: 'fresh' }
  Object.assign(synced.datasource, fresh)
  expect(contents(output)).toEqual(contents((await synced.run()).documents))
})
