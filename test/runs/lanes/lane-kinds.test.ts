import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../src/clock.js'
import { openStore } from '../../../src/state/stores/open-store.js'
import type { RecordDocument, RunReport } from '../../../src/terms.js'
import { listed } from '../../support/listed-accounts.js'
import { openLaneOrg, type LaneOrg } from '../../support/lane-org.js'
import { loadOutput } from '../../support/output-files.js'
import { storesUnderTest, type StoreServer } from '../../support/stores/store-places.js'
import { indexOf } from '../../support/written.js'

for (const { name, isMissing, start } of storesUnderTest) {
  describe.skipIf(isMissing)(`with the real ${name}`, () => {
    let server: StoreServer
    beforeAll(async () => {
      server = await start()
    })
    afterAll(async () => server?.close())

    test('a worker reads a handed object beside the runs of its datasource', async () => {
      const { address } = await server.open()
      const store = await openStore(address, { clock: systemClock })
      onTestFinished(() => store.state.close())
      const org = await openLaneOrg({}, {}, store)
      for (let n = 0; n < 90; n++) org.sandbox.store.insert('Account', { Name: `A${n}` })
      org.sandbox.clock.advance(60_000)
      expect(outcomes(await org.poll())).toEqual({ Account: 'handed', Case: 'done' })
      for (let n = 0; n < 5; n++) org.sandbox.store.insert('Case', { Subject: `C${n}` })
      org.sandbox.clock.advance(60_000)
      const lock = await store.lock('salesforce/Account', { worker: 'w1' })
      const refused = { code: 'LOCK_HELD', message: expect.stringMatching(/"salesforce\/Account": worker w1, process/) }
      await expect(org.sync()).rejects.toMatchObject(refused)
      await lock.release()
      const [lane, poll] = await Promise.all([org.work(), org.poll()])
      expect([lane.written, poll.written]).toEqual([90, 5])
      expect(await org.poll()).toMatchObject({ outcome: 'done', written: 0 })
      const ids = (await loadOutput(org.folder)).map(({ id }) => id)
      expect(ids.length).toBe(new Set(ids).size)
    })
  })
}

describe('handed off are', () => {
  test('files with content, where one is new', async () => {
    const org = await openLaneOrg()
    org.config.datasources[0]!.files = 'download'
    const { store } = org.sandbox
    const account = store.insert('Account', { Name: 'Acme' }).id
    const values = { Title: 'notes', PathOnClient: 'notes.txt', FirstPublishLocationId: account }
    store.insert('ContentVersion', values, { blob: Buffer.from('hello') })
    org.sandbox.clock.advance(3600_000)
    expect(outcomes(await org.poll())).toMatchObject({ Account: 'done', ContentDocument: 'handed' })
    expect(await org.work()).toMatchObject({ outcome: 'done', written: 1 })
    org.sandbox.clock.advance(3600_000)
    expect(outcomes(await org.poll())).toMatchObject({ ContentDocument: 'done' })
    const files = (await loadOutput(org.folder)).filter(({ type }) => type === 'content_document')
    expect(files).toMatchObject([{ content: 'hello', system: { parent_path: '/Standard Objects/Account/' } }])
  })

  test('what goes by a query job, without a page of it', async () => {
    const org = await openLaneOrg({ SF_EXTRACT_TRANSPORT: 'bulk' })
    org.config.datasources[0]!.transport = 'bulk'
    for (let n = 0; n < 30; n++) org.sandbox.store.insert('Account', { Name: `A${n}` })
    org.sandbox.clock.advance(3600_000)
    expect(outcomes(await org.poll())).toMatchObject({ Account: 'handed', Case: 'handed' })
    for (const handed of org.handed.slice()) await org.work({}, handed)
    expect(await org.poll()).toMatchObject({ outcome: 'done', written: 0 })
    expect((await loadOutput(org.folder)).filter(({ type }) => type === 'Account')).toHaveLength(30)
  })
})

test('children of configured lists that move while their records are handed leave the one and are in the other', async () => {
  const org = await openLaneOrg()
  const lists = { Contacts: { fields: ['LastName'] } }
  org.config.datasources[0]!.objects = { Account: { children: lists } } as never
  const { store, clock } = org.sandbox
  const accounts = Array.from({ length: 40 }, (_, n) => store.insert('Account', { Name: `A${n}` }).id)
  const [from, to] = [accounts[3]!, accounts[30]!]
  const child = store.insert('Contact', { LastName: 'Ann', AccountId: from }).id
  clock.advance(3600_000)
  expect(outcomes(await org.poll())).toMatchObject({ Account: 'handed' })
  // The poll comes when the worker has read the records, and kept nothing yet.
  const moved = org.mortal.process({
    onWrite: async (changes) => {
      const isLast = changes.some(({ key, value }) => key.includes('object:') && isClosed(value))
      if (!isLast || store.record(child)!.values['AccountId'] === to) return
      store.update(child, { AccountId: to })
      clock.advance(3600_000)
      expect(outcomes(await org.poll())).toMatchObject({ Account: 'handed' })
    },
  })
  expect(await org.work({ store: moved.store })).toMatchObject({ outcome: 'done', written: 40 })
  clock.advance(3600_000)
  expect(await org.poll()).toMatchObject({ written: 2 })
  const index = indexOf(await loadOutput(org.folder))
  const namesIn = (id: string) => listed(index.get(id) as RecordDocument, 'Contacts', 'LastName')
  expect([namesIn(from), namesIn(to)]).toEqual([[], ['Ann']])
  expect(await keys(org, 'noted')).toEqual([])
})

test('what children a worker has written polls know, so that nothing is read again for them', async () => {
  const org = await openLaneOrg()
  const { store, clock } = org.sandbox
  const cases = Array.from({ length: 30 }, (_, n) => store.insert('Case', { Subject: `C${n}` }).id)
  clock.advance(60_000)
  await org.poll()
  for (const ParentId of cases.slice(0, 5)) store.insert('CaseComment', { ParentId, CommentBody: 'early' })
  clock.advance(60_000)
  expect(await org.work()).toMatchObject({ written: 30 })
  clock.advance(60_000)
  const back = await org.poll()
  expect([back.written, back.objects.find(({ object }) => object === 'Case')!.calls]).toEqual([0, 0])
})

function outcomes({ objects }: RunReport): Record<string, string> {
  return Object.fromEntries(objects.map(({ object, outcome }) => [object, outcome]))
}

function isClosed(value: unknown): boolean {
  return (value as { rows?: { open?: unknown } } | undefined)?.rows?.open === undefined
}

async function keys({ mortal }: LaneOrg, kind: string): Promise<string[]> {
  return (await mortal.state.keys('')).filter((key) => key.includes(`${kind}:`))
}
