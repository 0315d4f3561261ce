import { describe, expect, test } from 'vitest'
import type { RunPlan } from '../../src/sync/plan/preview/preview.js'
import { openJourney, type Journey } from '../support/journey.js'

const six = 'sync_custom_objects: false\n'
const cases = 'standard_objects_to_sync: [Case]\nsync_custom_objects: false\n'

describe('the calls that plan expects are those of the run', () => {
  test('whose files are fetched, a call each', async () => {
    const journey = await openFull(`${six}files: download\n`, { records: 600 })
    insertFiles(journey, 40)
    const { plan, calls } = await compare(journey)
    expect(plan.atLeast).toBe(false)
    expect(calls).toBeGreaterThan(40)
    expect(Math.abs(plan.calls - calls)).toBeLessThanOrEqual(calls * 0.15)
  })

  test('of cases in small pages, at least, since children take the place of cases in them', async () => {
    const journey = await openFull(cases, { records: 6000, pageSize: 200 })
    const { plan, calls } = await compare(journey)
    expect(plan.atLeast).toBe(true)
    expect(plan.calls).toBeLessThanOrEqual(calls)
    expect(plan.calls).toBeGreaterThan(calls * 0.7)
  })

  test.each([
    ['with its children', six],
    ['without', `${six}children: false\n`],
  ])('by the Bulk API, %s', async (_what, settings) => {
    const journey = await openFull(settings, { records: 600 })
    const { plan, calls } = await compare(journey, '--transport', 'bulk')
    expect(plan.atLeast).toBe(false)
    expect(Math.abs(plan.calls - calls)).toBeLessThanOrEqual(2)
  })

  test.each([
    ['the six', six],
    ['objects without deletions', `${six}deletes: false\nchildren: false\n`],
  ])('that compares all Ids of %s', async (_what, settings) => {
    const journey = await openFull(settings, { records: 2000 })
    await journey.sync()
    journey.pass(3600)
    const { plan, calls } = await compare(journey, '--reconcile')
    expect(plan).toMatchObject({ calls, atLeast: true })
    const { rows } = journey.sandbox.store
    const accounts = [...rows.call(journey.sandbox.store, 'Account')].length
    expect(plan.objects[0]).toMatchObject({ object: 'Account', mode: 'reconcile', rows: 0, compared: accounts })
    expect(plan.objects[0]!.others.at(-1)).toBe('SELECT Id FROM Account ORDER BY Id')
    const { stdout } = await journey.run('plan', '--reconcile')
    expect(stdout).toMatch(/^salesforce: 6 objects, at least \d+ API calls$/m)
    expect(stdout).toContain(`0 rows, ${accounts} Ids to compare, at least `)
    expect((await journey.run('plan')).stdout).not.toContain('to compare')
  })

  test('that finds nothing, to the call', async () => {
    const journey = await openFull(`${six}files: download\n`, { records: 600 })
    await journey.sync()
    journey.pass(3600)
    const { plan, calls } = await compare(journey)
    expect(plan).toMatchObject({ calls, atLeast: false })
  })
})

async function openFull(settings: string, options: Parameters<typeof openJourney>[0]): Promise<Journey> {
  const journey = await openJourney({ pageSize: 2000, settings, ownProcesses: false, ...options })
  journey.env['SF_EXTRACT_PAGE_SIZE'] = String(options?.pageSize ?? 2000)
  journey.pass(3600)
  return journey
}

async function compare(journey: Journey, ...flags: string[]): Promise<{ plan: RunPlan; calls: number }> {
  const { stdout } = await journey.run('plan', '--json', ...flags)
  const [plan] = JSON.parse(stdout) as RunPlan[]
  const { code, report } = await journey.sync(...flags)
  expect(code).toBe(0)
  return { plan: plan!, calls: report.calls }
}

function insertFiles({ sandbox: { store } }: Journey, count: number): void {
  const { id } = store.insert('Account', { Name: 'Acme' })
  for (let n = 0; n < count; n++) {
    const values = { Title: `${n}`, PathOnClient: `${n}.txt`, FirstPublishLocationId: id }
    store.insert('ContentVersion', values, { blob: Buffer.from(`text ${n}`) })
  }
}
