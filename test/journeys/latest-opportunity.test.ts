import { expect, test } from 'vitest'
import { openJourney, type SyncEnd } from '../support/journey.js'

const settings = 'standard_objects_to_sync: [Account, Opportunity]\nsync_custom_objects: false\n'

test('the latest opportunity of an account is as the account was written last', async () => {
  const { sandbox, sync } = await openJourney({ settings, ownProcesses: false })
  const { id: account } = sandbox.store.insert('Account', { Name: 'Acme' })
  const first = insertDeal(sandbox, account, 'First')
  expect(latest(await sync())).toEqual(['First'])
  insertDeal(sandbox, account, 'Second')
  sandbox.store.update(first, { Name: 'Renamed' })
  const second = await sync()
  expect(latest(second)).toEqual([])
  expect(second.documents.map(({ type }) => type)).toEqual(['Opportunity', 'Opportunity'])
  sandbox.store.update(account, { Name: 'Acme Inc.' })
  expect(latest(await sync())).toEqual(['Second'])
})

test('as a list of the configuration it is kept up to date', async () => {
  const lists = 'objects: { Account: { children: { Opportunities: { limit: 1 } } } }\n'
  const { sandbox, sync } = await openJourney({ settings: settings + lists, ownProcesses: false })
  const { id: account } = sandbox.store.insert('Account', { Name: 'Acme' })
  insertDeal(sandbox, account, 'First')
  expect(latest(await sync())).toEqual(['First'])
  sandbox.clock.advance(60_000)
  const second = insertDeal(sandbox, account, 'Second')
  expect(latest(await sync())).toEqual(['Second'])
  sandbox.store.update(second, { StageName: 'Closed Won' })
  expect(latest(await sync())).toEqual(['Second'])
  sandbox.store.delete(second)
  expect(latest(await sync())).toEqual(['First'])
})

type Sandbox = Awaited<ReturnType<typeof openJourney>>['sandbox']

function insertDeal({ store }: Sandbox, account: string, name: string): string {
  return store.insert('Opportunity', { Name: name, AccountId: account, StageName: 'New', CloseDate: '2026-01-05' }).id
}

/** The opportunity that each written account has. */
function latest({ documents }: SyncEnd): unknown[] {
  return documents
    .filter(({ type }) => type === 'Account')
    .map((document) => (document as unknown as { payload: Payload }).payload.Opportunities.records[0]!.Name)
}

interface Payload {
  Opportunities: { records: { Name: string }[] }
}
