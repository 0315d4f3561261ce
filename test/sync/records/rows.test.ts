import { describe, expect, test } from 'vitest'
import { readStatus } from '../../../src/sync/run/status.js'
import { openSyncRooms, type SyncRooms } from '../../support/sync-rooms.js'
import { recordIds, records } from '../../support/written.js'

const onlyAccounts = { standardObjects: ['Account'], children: false }

function insertAccounts({ sandbox, pass }: SyncRooms, count: number): string[] {
  const ids = Array.from({ length: count }, (_, n) => sandbox.store.insert('Account', { Name: `A${n}` }).id)
  pass(60)
  return ids
}

/** The org's time in the whole seconds its stamps have. */
function nowOf({ sandbox }: SyncRooms): string {
  return new Date(sandbox.clock.now()).toISOString().replace(/\.\d+Z/, '.000Z')
}

/** A run that dies, like a kill, when the Account lane takes its nth page. */
async function runAndDie(rooms: SyncRooms, page: number, options = {}): Promise<string[]> {
  const committed: string[] = []
  let pages = 0
  let pending: string[] = []
  const onWrite = (lane: string, documents: { id: string }[]) => {
    if (lane !== 'Account') return
    if (++pages === page) throw new Error('killed')
    pending.push(...documents.map(({ id }) => id))
    rooms.clock.advance(10_000)
  }
  const onCommit = (lane: string) => {
    if (lane !== 'Account' || pages >= page) return
    committed.push(...pending)
    pending = []
  }
  await expect(rooms.run(options, { onWrite, onCommit })).rejects.toThrow('killed')
  return committed
}

describe('a first load', () => {
  test('goes on after the last Id kept, with no row twice, and what changed meanwhile follows', async () => {
    const rooms = await openSyncRooms({ sandbox: { pageSize: 200 }, datasource: onlyAccounts })
    const ids = insertAccounts(rooms, 1000)
    const before = await runAndDie(rooms, 4)
    expect(before).toHaveLength(600)
    expect((await readStatus(rooms.state, 'crm')).objects).toMatchObject([{ object: 'Account', loading: true }])
    rooms.sandbox.store.update(ids[10]!, { Name: 'Changed' })
    rooms.pass(60)
    const { documents, report } = await rooms.run()
    expect(new Set([...before, ...recordIds(documents)])).toEqual(new Set(ids))
    expect(recordIds(documents)).toHaveLength(401)
    expect(recordIds(documents).at(-1)).toBe(ids[10])
    expect(report.objects[0]).toMatchObject({ mode: 'full', outcome: 'done', written: 401 })
    expect((await readStatus(rooms.state, 'crm')).objects).toMatchObject([{ object: 'Account', loading: false }])
  })

  test('asks by Id below a fixed bound', async () => {
    const rooms = await openSyncRooms({ sandbox: { pageSize: 200 }, datasource: onlyAccounts })
    insertAccounts(rooms, 500)
    rooms.sandbox.faults.add({ name: 'dead-locator', when: 2, count: 1 })
    const { requests } = await rooms.run()
    const asked = requests.flatMap(({ soql }) => soql ?? []).filter((soql) => !soql.includes('IsDeleted'))
    expect(asked).toHaveLength(2)
    expect(asked[0]).toMatch(/WHERE SystemModstamp < \S+ ORDER BY Id$/)
    expect(asked[1]).toMatch(/WHERE SystemModstamp < \S+ AND Id > '\w+' ORDER BY Id$/)
  })

  test('that is not finished is not given up for a moment to read from', async () => {
    const rooms = await openSyncRooms({ sandbox: { pageSize: 200 }, datasource: onlyAccounts })
    const ids = insertAccounts(rooms, 1000)
    const before = await runAndDie(rooms, 3)
    rooms.pass(60)
    const since = new Date(rooms.sandbox.clock.now() - 10_000).toISOString()
    const { documents } = await rooms.run({ since })
    expect(new Set([...before, ...recordIds(documents)])).toEqual(new Set(ids))
  })
})

describe('rows that change while they are read', () => {
  test('are left to the next window, which has them once', async () => {
    const rooms = await openSyncRooms({ sandbox: { pageSize: 200 }, datasource: onlyAccounts })
    const ids = insertAccounts(rooms, 500)
    const onWrite = (lane: string) => {
      if (lane !== 'Account') return
      rooms.pass(1)
      rooms.sandbox.store.update(ids[450]!, { Name: 'Moved' })
    }
    const first = await rooms.run({}, { onWrite })
    expect(recordIds(first.documents)).not.toContain(ids[450])
    rooms.pass(60)
    const second = await rooms.run()
    expect(records(second.documents).map(({ id, title }) => [id, title])).toEqual([[ids[450], 'Moved']])
    rooms.pass(60)
    expect((await rooms.run()).documents).toEqual([])
  })

  test("are left to the next window where the poll is the first to learn the org's time", async () => {
    const datasource = { ...onlyAccounts, cacheMaxAgeMs: 3_600_000 }
    const rooms = await openSyncRooms({ sandbox: { pageSize: 200 }, datasource })
    const ids = insertAccounts(rooms, 300)
    await rooms.run()
    rooms.pass(60)
    for (const id of ids) rooms.sandbox.store.update(id, { Name: 'Two' })
    rooms.pass(60)
    let moved = false
    const onWrite = () => {
      if (!moved) rooms.sandbox.store.update(ids[299]!, { Name: 'Three' })
      moved = true
    }
    const second = await rooms.run({}, { onWrite })
    expect(second.requests.map(({ url }) => url).filter((url) => url.includes('/sobjects'))).toEqual([])
    expect(recordIds(second.documents)).toHaveLength(299)
    rooms.pass(60)
    const third = await rooms.run()
    expect(records(third.documents).map(({ id, title }) => [id, title])).toEqual([[ids[299], 'Three']])
  })
})

describe('an incremental window that a run left open', () => {
  test.each([0, 3_600_000])(
    'is read to its end and then on to now, with a field cache of %i ms',
    async (cacheMaxAgeMs) => {
      const rooms = await openSyncRooms({ sandbox: { pageSize: 200 }, datasource: { ...onlyAccounts, cacheMaxAgeMs } })
      const ids = insertAccounts(rooms, 500)
      await rooms.run()
      rooms.pass(7200)
      for (const id of ids) rooms.sandbox.store.update(id, { Rating: 'Hot' })
      rooms.pass(60)
      const before = await runAndDie(rooms, 2)
      rooms.pass(7200)
      rooms.sandbox.store.update(ids[0]!, { Rating: 'Cold' })
      rooms.pass(60)
      const { documents } = await rooms.run()
      expect(before).toHaveLength(200)
      expect(recordIds(documents)).toHaveLength(301)
      expect(new Set([...before, ...recordIds(documents)])).toEqual(new Set(ids))
      expect(recordIds(documents).at(-1)).toBe(ids[0])
    },
  )
})

describe('a wish', () => {
  test('to read everything writes every record again, once', async () => {
    const rooms = await openSyncRooms({ datasource: onlyAccounts })
    const ids = insertAccounts(rooms, 5)
    await rooms.run()
    rooms.pass(60)
    const { documents, report } = await rooms.run({ full: true })
    expect(recordIds(documents)).toEqual(ids)
    expect(report.objects[0]).toMatchObject({ mode: 'full', written: 5, dropped: 0 })
  })

  test('for a moment writes what changed since, and moves the watermark on', async () => {
    const rooms = await openSyncRooms({ datasource: onlyAccounts })
    insertAccounts(rooms, 3)
    rooms.pass(7200)
    const since = nowOf(rooms)
    const late = insertAccounts(rooms, 2)
    rooms.pass(3600)
    await rooms.run()
    rooms.pass(60)
    const { documents, report } = await rooms.run({ since })
    expect(recordIds(documents)).toEqual(late)
    expect(report.objects[0]).toMatchObject({ mode: 'incremental', since })
    rooms.pass(60)
    expect((await rooms.run()).documents).toEqual([])
  })

  test('for a moment within the lookback repeats nothing from before it', async () => {
    const rooms = await openSyncRooms({ datasource: onlyAccounts })
    insertAccounts(rooms, 3)
    const since = nowOf(rooms)
    const late = insertAccounts(rooms, 2)
    await rooms.run()
    rooms.pass(60)
    expect(recordIds((await rooms.run({ since })).documents)).toEqual(late)
  })

  test('for one object asks for no other and leaves their state alone', async () => {
    const rooms = await openSyncRooms()
    const [account] = insertAccounts(rooms, 1)
    const { documents, report, requests } = await rooms.run({ objects: ['account'] })
    expect(recordIds(documents)).toEqual([account])
    expect(report.objects.map(({ object }) => object)).toEqual(['Account'])
    expect(requests.filter(({ url, soql }) => /FROM (Case|Email)|sobjects\/(Case|Email)/.test(soql ?? url))).toEqual([])
    expect(await rooms.state.read('object:crm:Case')).toBeUndefined()
    await expect(rooms.run({ objects: ['Acount'] })).rejects.toMatchObject({
      code: 'OBJECT_UNKNOWN',
      hint: expect.stringContaining('Did you mean "Account"?'),
    })
  })
})
