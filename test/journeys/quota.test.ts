import { describe, expect, test } from 'vitest'
import type { Document } from '../../src/terms.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { loadKept } from '../support/kept-state.js'
import { recordIds } from '../support/written.js'

const settings = 'standard_objects_to_sync: [Lead]\nchildren: false\n'

describe('the quota of an org is a budget', unhurried, () => {
  test('the daily limit ends the run after exactly one request; the next run goes on from there (T48)', async () => {
    const journey = await openLeads(3)
    await journey.sync()
    const { rows } = await loadKept(journey.folder, 'Lead')
    journey.pass(60)
    const late = insertLead(journey)
    journey.pass(60)
    journey.sandbox.faults.add({ name: 'daily-limit' })
    const logged = journey.sandbox.log.entries().length
    const { code, stderr } = await journey.run('sync')
    expect(code).toBe(5)
    expect(stderr).toContain('error QUOTA_REACHED:')
    expect(
      journey.sandbox.log
        .entries()
        .slice(logged)
        .map(({ status }) => status),
    ).toEqual([403])
    journey.sandbox.faults.remove()
    expect((await loadKept(journey.folder, 'Lead')).rows).toEqual(rows)
    expect(recordIds((await journey.sync()).documents)).toEqual([late])
  })

  test('the concurrent limit is waited for', async () => {
    const journey = await openLeads(3, { faults: [{ name: 'concurrent-limit', count: 2, path: '/query' }] })
    const { code, documents, asked } = await journey.sync()
    expect(code).toBe(0)
    expect(recordIds(documents)).toHaveLength(3)
    expect(asked.filter(({ status }) => status === 403)).toHaveLength(2)
  })

  test('usage above the share that is kept in reserve ends the run with exit 5 and keeps the state (T53)', async () => {
    const journey = await openLeads(3, { settings: `${settings}quota_reserve: 20%\n`, perAppUsage: true })
    await journey.sync()
    const before = await loadKept(journey.folder, 'Lead')
    insertLead(journey)
    journey.pass(60)
    journey.sandbox.faults.add({ name: 'usage', used: 81_000, max: 100_000 })
    const { code, stderr } = await journey.run('sync')
    expect(code).toBe(5)
    expect(stderr).toContain('19000 of 100000 API requests left today, and 20000 are kept in reserve')
    expect((await loadKept(journey.folder, 'Lead')).rows).toMatchObject(before.rows!)
  })

  test('a reserve in calls is left whole while the count runs down', async () => {
    const journey = await openLeads(1500, { settings: `${settings}quota_reserve: 20\n`, dailyCalls: 29 })
    const { code, documents, report } = await journey.sync()
    expect(code).toBe(5)
    expect(report).toMatchObject({ outcome: 'quota', error: { code: 'QUOTA_REACHED' } })
    expect(29 - report.quota!.used).toBeGreaterThanOrEqual(20)
    expect(recordIds(documents).length).toBeGreaterThan(0)
  })

  test('--max-calls stops a first load with exit 5, and run by run it comes to its end, each record once', async () => {
    const journey = await openLeads(1500)
    const codes: (number | string | null)[] = []
    const written: Document[] = []
    while (codes.at(-1) !== 0 && codes.length < 10) {
      const { code, documents, report } = await journey.sync('--max-calls', '5', '--output', 'documents')
      expect(report.calls).toBeLessThanOrEqual(5)
      codes.push(code)
      written.push(...documents)
    }
    expect(codes.length).toBeGreaterThan(2)
    expect(new Set(codes.slice(0, -1))).toEqual(new Set([5]))
    expect(codes.at(-1)).toBe(0)
    const ids = [...journey.sandbox.store.rows('Lead')].map(({ id }) => id)
    expect(recordIds(written).toSorted()).toEqual(ids.toSorted())
  })

  test('a run of few calls gets on with the objects that earlier ones did not finish', async () => {
    const objects = 'standard_objects_to_sync: [Account, Lead]\nchildren: false\ndeletes: false\nconcurrency: 1\n'
    const journey = await openJourney({ settings: objects, ownProcesses: false, faults: [{ name: 'no-composite' }] })
    const account = journey.sandbox.store.insert('Account', { Name: 'Acme' })
    const lead = insertLead(journey, -3_600_000)
    const first = await journey.sync('--max-calls', '5')
    expect(recordIds(first.documents)).not.toContain(lead)
    journey.sandbox.store.update(account.id, { Phone: '1' })
    const { code, documents } = await journey.sync('--max-calls', '6')
    expect(code).toBe(5)
    expect(recordIds(documents)).toEqual([lead])
  })
})

describe('a budget of calls below what a run needs', unhurried, () => {
  test('is told with the least number, and runs of that many come to the end with everything', async () => {
    const standard = 'sync_custom_objects: false\n'
    const journey = await openJourney({ records: 600, settings: standard, ownProcesses: false })
    journey.pass(60)
    const ends: (number | string | null)[] = []
    let least = 1
    while (ends.at(-1) !== 0 && ends.length < 30) {
      const { code, stderr } = await journey.run('sync', '--output', 'documents', '--max-calls', String(least))
      ends.push(code)
      const needed = Number(/may make (\d+) API calls/.exec(stderr)?.[1] ?? least)
      expect(needed).toBeGreaterThanOrEqual(least)
      least = needed
    }
    expect(new Set(ends.slice(0, -1))).toEqual(new Set([5]))
    expect(ends.at(-1)).toBe(0)
    expect(least).toBeGreaterThan(1)
    const whole = await journey.run('tree', '--json')
    const written = await journey.run('tree', '--output', 'documents', '--json')
    expect(JSON.parse(written.stdout)).toEqual(JSON.parse(whole.stdout))
  })

  test('is told with the polls of children that are known', async () => {
    const cases = 'standard_objects_to_sync: [Case]\nsync_custom_objects: false\n'
    const journey = await openJourney({ records: 60, settings: cases })
    const { code, report } = await journey.sync('--max-calls', '2')
    expect(code).toBe(5)
    expect(report.error).toMatchObject({
      code: 'QUOTA_REACHED',
      hint: expect.stringMatching(/may make [3-9] API calls.*--max-calls [3-9] or more/) as string,
    })
  })
})

async function openLeads(count: number, options: Parameters<typeof openJourney>[0] = {}): Promise<Journey> {
  const journey = await openJourney({ settings, ...options })
  for (let n = 0; n < count; n++) insertLead(journey, -3_600_000)
  return journey
}

function insertLead({ sandbox }: Journey, offsetMs = 0): string {
  return sandbox.store.insert('Lead', { LastName: 'Lee', Company: 'Acme' }, { at: sandbox.clock.now() + offsetMs }).id
}
