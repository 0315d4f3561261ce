import { describe, expect, test } from 'vitest'
import { ExtractError } from '../../../src/errors/extract-error.js'
import type { FaultSpec } from '../../../src/sandbox/faults/faults.js'
import { readPages } from '../../../src/sync/windows/pages.js'
import type { Scan } from '../../../src/sync/windows/window-query.js'
import { soql } from '../../../src/soql/soql.js'
import type { Window } from '../../../src/sync/windows/cursor.js'
import { advance } from '../../../src/sync/windows/watermark.js'
import type { Stamp } from '../../../src/terms.js'
import { openSyncedOrg, type SyncedOrg } from '../../support/synced-org.js'
import { askedSince } from '../../support/journey.js'

/** Accounts of these seconds after nine, inserted in no order of time, and an org whose pages have 200 rows. */
async function openAccounts(seconds: number[]): Promise<{ synced: SyncedOrg; ids: string[] }> {
  const synced = await openSyncedOrg({ sandbox: { pageSize: 200 } })
  const ids = seconds.map(
    (second) => synced.sandbox.store.insert('Account', { Name: 'A' }, { at: nine + second * 1000 }).id,
  )
  return { synced, ids }
}

const nine = Date.UTC(2026, 0, 5, 9)
const stampAt = (second: number): Stamp => new Date(nine + second * 1000).toISOString()
const incremental = (window: Partial<Window> = {}): Window => ({
  mode: 'incremental',
  from: stampAt(0),
  until: stampAt(3600),
  ...window,
})

function readingOf(window: Window): Scan {
  return {
    sobject: 'Account',
    scope: 'live',
    watermarkField: 'LastModifiedDate',
    window,
    select: soql('Account').id().fields(['LastModifiedDate']),
  }
}

/** Reads to the end as a run does; `onPage` may throw. */
async function readAll(
  { synced }: { synced: SyncedOrg },
  window: Window,
  onPage = (_pages: number, _rows: number) => {},
): Promise<string[]> {
  const { org } = synced.context()
  const scan = readingOf(window)
  const ids: string[] = []
  let pages = 0
  for await (const { read, prepared: rows } of readPages(org, scan, async (page) => page)) {
    ids.push(...rows.map((row) => String(row['Id'])))
    advance(scan, read)
    onPage(++pages, read.length)
  }
  return ids
}

const spread = Array.from({ length: 1000 }, (_, index) => (index * 7) % 500)
const flood = Array.from({ length: 1000 }, () => 30)
const statements = ({ sandbox }: SyncedOrg) => askedSince(sandbox).flatMap(({ soql: text }) => text ?? [])

describe('the pages of a window', () => {
  test('come in key order, every row once', async () => {
    const org = await openAccounts(spread)
    const ids = await readAll(org, incremental())
    expect(ids).toHaveLength(1000)
    expect(new Set(ids)).toEqual(new Set(org.ids))
    expect(statements(org.synced)).toHaveLength(1)
  })

  test.each(['incremental', 'full'] as const)('go on after the last row where a locator dies, %s', async (mode) => {
    const org = await openAccounts(spread)
    org.synced.sandbox.faults.add({ name: 'dead-locator', when: 2, count: 1 })
    const ids = await readAll(org, incremental({ mode }))
    expect(ids).toHaveLength(1000)
    expect(new Set(ids)).toEqual(new Set(org.ids))
    // Where windows go by stamps, the rest of the second comes by itself.
    expect(statements(org.synced)).toHaveLength(mode === 'full' ? 2 : 3)
  })

  test('end with the error where the locator dies four times without a page between', async () => {
    const org = await openAccounts(spread)
    const { synced } = org
    const scan = readingOf(incremental())
    const lost = new ExtractError('LOCATOR_LOST', 'gone')
    let tries = 0
    const pages = readPages(synced.context().org, scan, () => {
      tries += 1
      return Promise.reject(lost)
    })
    await expect(pages.next()).rejects.toBe(lost)
    expect(tries).toBe(4)
  })

  test('forgive any number of dead locators with pages between', async () => {
    const org = await openAccounts(spread)
    org.synced.sandbox.faults.add({ name: 'dead-locator', count: Infinity })
    expect(new Set(await readAll(org, incremental()))).toEqual(new Set(org.ids))
    expect(statements(org.synced)).toHaveLength(9)
  })

  test("take the org's time as their end where the window has none, and no row from after it", async () => {
    const org = await openAccounts(spread)
    const endless: Window = { mode: 'incremental', from: stampAt(0) }
    await readAll(org, endless)
    expect(endless).toHaveProperty('until', expect.stringMatching(/^20\d\d-.*\.000Z$/))
  })
})

const tooMany = (rows: number): FaultSpec => ({ name: 'query-timeout', rows })

function dieAtFour(pages: number): void {
  if (pages === 4) throw new Error('killed')
}

describe('a window that takes the org too long', () => {
  test.each([
    ['an end', incremental()],
    ['no end of its own', { mode: 'incremental', from: stampAt(0) } satisfies Window],
  ])('and has %s is halved in time, with nothing skipped or doubled where halves meet', async (_, window) => {
    const org = await openAccounts(spread)
    org.synced.sandbox.faults.add(tooMany(90))
    const ids = await readAll(org, { ...window })
    expect(ids).toHaveLength(1000)
    expect(new Set(ids)).toEqual(new Set(org.ids))
    expect(statements(org.synced).filter((statement) => statement.includes('LIMIT'))).toEqual([])
  })

  test.each(['incremental', 'full'] as const)(
    'is read by Id in slices where halving does not help, %s',
    async (mode) => {
      const org = await openAccounts(mode === 'full' ? spread : flood)
      org.synced.sandbox.faults.add(tooMany(130))
      const ids = await readAll(org, incremental({ mode }))
      expect(ids).toHaveLength(1000)
      expect(new Set(ids)).toEqual(new Set(org.ids))
      expect(statements(org.synced).filter((statement) => statement.endsWith('LIMIT 125')).length).toBeGreaterThan(3)
    },
  )

  test('goes on from where it was left in the middle of a second', async () => {
    const org = await openAccounts([...flood, 29, 31])
    org.synced.sandbox.faults.add(tooMany(130))
    const window = incremental()
    const ids: string[] = []
    await expect(readAll(org, window, dieAtFour)).rejects.toThrow('killed')
    const { after } = window
    expect(after?.stamp).toBe(stampAt(30))
    ids.push(...(await readAll(org, window)))
    const before = org.ids.filter((id) => !ids.includes(id))
    expect(ids).toHaveLength(1002 - before.length)
    expect(before).toHaveLength(1 + org.ids.slice(0, 1000).toSorted().indexOf(after!.id) + 1)
  })

  test('reads on where rows are purged between two pages of a slice', async () => {
    const org = await openAccounts(flood)
    const { sandbox } = org.synced
    sandbox.faults.add({ ...tooMany(500) })
    const purge = (_pages: number, rows: number) => {
      if (rows > 0) for (const id of org.ids.slice(400, 480)) if (sandbox.store.record(id)) sandbox.store.purge(id)
    }
    const ids = await readAll(org, incremental(), purge)
    expect(new Set(ids)).toEqual(new Set(org.ids.filter((id) => sandbox.store.record(id) !== undefined)))
  })

  test('survives a locator that dies within a slice', async () => {
    const org = await openAccounts(flood)
    org.synced.sandbox.faults.add(tooMany(500))
    org.synced.sandbox.faults.add({ name: 'dead-locator', count: 3 })
    expect(new Set(await readAll(org, incremental()))).toEqual(new Set(org.ids))
  })

  test("ends no later than the org's time at the start, where it had no end of its own", async () => {
    const org = await openAccounts(flood)
    const { synced } = org
    synced.sandbox.faults.add(tooMany(400))
    const endless: Window = { mode: 'incremental', from: stampAt(0) }
    const ids = await readAll(org, endless, () => synced.pass(3600))
    expect(ids).toHaveLength(1000)
    expect(Date.parse(endless.until!)).toBeLessThan(synced.sandbox.clock.now() - 3600_000)
  })

  test("fails with the org's answer where not even ten rows can be read", async () => {
    const org = await openAccounts(flood)
    org.synced.sandbox.faults.add(tooMany(8))
    await expect(readAll(org, incremental())).rejects.toMatchObject({
      code: 'QUERY_TIMEOUT',
      details: { object: 'Account', soql: expect.stringContaining('FROM Account'), salesforceCode: 'QUERY_TIMEOUT' },
      hint: expect.stringContaining('exclude_fields'),
    })
  })
})
