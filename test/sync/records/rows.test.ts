import { describe, expect, test } from 'vitest'
import { readStatus } from '../../../src/sync/run/status.js'
import { openSyncedOrg, type SyncedOrg } from '../../support/synced-org.js'
import { recordIds, records } from '../../support/written.js'

const onlyAccounts = { standardObjects: ['Account'], children: false }

function insertAccounts({ sandbox, pass }: SyncedOrg, count: number): string[] {
  const ids = Array.from({ length: count }, (_, n) => sandbox.store.insert('Account', { Name: `A${n}` }).id)
  pass(60)
  return ids
}

/** The org's time in the whole seconds its stamps have. */
function nowOf({ sandbox }: SyncedOrg): string {
  return new Date(sandbox.clock.now()).toISOString().replace(/\.\d+Z/, '.000Z')
}

/** A run that dies, like a kill, when the Account lane takes its nth page. */
async function runAndDie(synced: SyncedOrg, page: number, options = {}): Promise<string[]> {
  const committed: string[] = []
  let pages = 0
  let pending: string[] = []
  const onWrite = (lane: string, documents: { id: string }[]) => {
    if (lane !== 'Account') return
    if (++pages === page) throw new Error('killed')
    pending.push(...documents.map(({ id }) => id))
    synced.clock.advance(10_000)
  }
  const onCommit = (lane: string) => {
    if (lane !== 'Account' || pages >= page) return
    committed.push(...pending)
    pending = []
  }
  await expect(synced.run(options, { onWrite, onCommit })).rejects.toThrow('killed')
  return committed
}

describe('a first load', () => {
  test('goes on after the last Id kept, with no row twice, and what changed meanwhile follows', async () => {
    const synced = await openSyncedOrg({ sandbox: { pageSize: 200 }, datasource: onlyAccounts })
    const ids = insertAccounts(synced, 1000)
    const before = await runAndDie(synced, 4)
    expect(before).toHaveLength(600)
    expect((await readStatus(synced.state, 'crm')).objects).toMatchObject([{ object: 'Account', loading: true }])
    synced.sandbox.store.update(ids[10]!, { Name: 'Changed' })
    synced.pass(60)
    const { documents, report } = await synced.run()
    expect(new Set([...before, ...recordIds(documents)])).toEqual(new Set(ids))
    expect(recordIds(documents)).toHaveLength(401)
    expect(recordIds(documents).at(-1)).toBe(ids[10])
    expect(report.objects[0]).toMatchObject({ mode: 'full', outcome: 'done', written: 401 })
    expect((await readStatus(synced.state, 'crm')).objects).toMatchObject([{ object: 'Account', loading: false }])
  })

  test('asks by Id below a fixed bound', async () => {
    const synced = await openSyncedOrg({ sandbox: { pageSize: 200 }, datasource: onlyAccounts })
    insertAccounts(synced, 500)
    synced.sandbox.faults.add({ name: 'dead-locator', when: 2, count: 1 })
    const { requests } = await synced.run()
    const asked = requests.flatMap(({ soql }) => soql ?? []).filter((soql) => !soql.includes('IsDeleted'))
    expect(asked).toHaveLength(2)
    expect(asked[0]).toMatch(/WHERE SystemModstamp < \S+ ORDER BY Id$/)
    expect(asked[1]).toMatch(/WHERE SystemModstamp < \S+ AND Id > '\w+' ORDER BY Id$/)
  })

  test('that is not finished is not given up for a moment to read from', async () => {
    const synced = await openSyncedOrg({ sandbox: { pageSize: 200 }, datasource: onlyAccounts })
    const ids = insertAccounts(synced, 1000)
    const before = await runAndDie(synced, 3)
    synced.pass(60)
    const since = new Date(synced.sandbox.clock.now() - 10_000).toISOString()
    const { documents } = await synced.run({ since })
    expect(new Set([...before, ...recordIds(documents)])).toEqual(new Set(ids))
  })
})

describe('rows that change while they are read', () => {
  test('are left to the next window, which has them once', async () => {
    const synced = await openSyncedOrg({ sandbox: { pageSize: 200 }, datasource: onlyAccounts })
    const ids = insertAccounts(synced, 500)
    const onWrite = (lane: string) => {
      if (lane !== 'Account') return
      synced.pass(1)
      synced.sandbox.store.update(ids[450]!, { Name: 'Moved' })
    }
    const first = await synced.run({}, { onWrite })
    expect(recordIds(first.documents)).not.toContain(ids[450])
    synced.pass(60)
    const second = await synced.run()
    expect(records(second.documents).map(({ id, title }) => [id, title])).toEqual([[ids[450], 'Moved']])
    synced.pass(60)
    expect((await synced.run()).documents).toEqual([])
  })

  test("are left to the next window where the poll is the first to learn the org's time", async () => {
    const datasource = { ...onlyAccounts, cacheMaxAgeMs: 3_600_000 }
    const synced = await openSyncedOrg({ sandbox: { pageSize: 200 }, datasource })
    const ids = insertAccounts(synced, 300)
    await synced.run()
    synced.pass(60)
    for (const id of ids) synced.sandbox.store.update(id, { Name: 'Two' })
    synced.pass(60)
    let moved = false
    const onWrite = () => {
      if (!moved) synced.sandbox.store.update(ids[299]!, { Name: 'Three' })
      moved = true
    }
    const second = await synced.run({}, { onWrite })
    expect(second.requests.map(({ url }) => url).filter((url) => url.includes('/sobjects'))).toEqual([])
    expect(recordIds(second.documents)).toHaveLength(299)
    synced.pass(60)
    const third = await synced.run()
    expect(records(third.documents).map(({ id, title }) => [id, title])).toEqual([[ids[299], 'Three']])
  })
})

describe('an incremental window that a run left open', () => {
  test.each([0, 3_600_000])(
    'is read to its end and then on to now, with a field cache of %i ms',
    async (cacheMaxAgeMs) => {
      const synced = await openSyncedOrg({ sandbox: { pageSize: 200 }, datasource: { ...onlyAccounts, cacheMaxAgeMs } })
      const ids = insertAccounts(synced, 500)
      await synced.run()
      synced.pass(7200)
      for (const id of ids) synced.sandbox.store.update(id, { Rating: 'Hot' })
      synced.pass(60)
      const before = await runAndDie(synced, 2)
      synced.pass(7200)
      synced.sandbox.store.update(ids[0]!, { Rating: 'Cold' })
      synced.pass(60)
      const { documents } = await synced.run()
      expect(before).toHaveLength(200)
      expect(recordIds(documents)).toHaveLength(301)
      expect(new Set([...before, ...recordIds(documents)])).toEqual(new Set(ids))
      expect(recordIds(documents).at(-1)).toBe(ids[0])
    },
  )
})

describe('a wish', () => {
  test('to read everything writes every record again, once', async () => {
    const synced = await openSyncedOrg({ datasource: onlyAccounts })
    const ids = insertAccounts(synced, 5)
    await synced.run()
    synced.pass(60)
    const { documents, report } = await synced.run({ full: true })
    expect(recordIds(documents)).toEqual(ids)
    expect(report.objects[0]).toMatchObject({ mode: 'full', written: 5, dropped: 0 })
  })

  test('for a moment writes what changed since, and moves the watermark on', async () => {
    const synced = await openSyncedOrg({ datasource: onlyAccounts })
    insertAccounts(synced, 3)
    synced.pass(7200)
    const since = nowOf(synced)
    const late = insertAccounts(synced, 2)
    synced.pass(3600)
    await synced.run()
    synced.pass(60)
    const { documents, report } = await synced.run({ since })
    expect(recordIds(documents)).toEqual(late)
    expect(report.objects[0]).toMatchObject({ mode: 'incremental', since })
    synced.pass(60)
    expect((await synced.run()).documents).toEqual([])
  })

  test('for a moment within the lookback repeats nothing from before it', async () => {
    const synced = await openSyncedOrg({ datasource: onlyAccounts })
    insertAccounts(synced, 3)
    const since = nowOf(synced)
    const late = insertAccounts(synced, 2)
    await synced.run()
    synced.pass(60)
    expect(recordIds((await synced.run({ since })).documents)).toEqual(late)
  })

  test('for one object asks for no other and leaves their state alone', async () => {
    const synced = await openSyncedOrg()
    const [account] = insertAccounts(synced, 1)
    const { documents, report, requests } = await synced.run({ objects: ['account'] })
    expect(recordIds(documents)).toEqual([account])
    expect(report.objects.map(({ object }) => object)).toEqual(['Account'])
    expect(requests.filter(({ url, soql }) => /FROM (Case|Email)|sobjects\/(Case|Email)/.test(soql ?? url))).toEqual([])
    expect(await synced.state.read('object:crm:Case')).toBeUndefined()
    await expect(synced.run({ objects: ['Acount'] })).rejects.toMatchObject({
      code: 'OBJECT_UNKNOWN',
      hint: expect.stringContaining('Did you mean "Account"?'),
    })
  })
})
