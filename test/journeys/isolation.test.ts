import { describe, expect, test } from 'vitest'
import type { ObjectReport } from '../../src/terms.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { loadKept } from '../support/kept-state.js'
import { recordIds } from '../support/written.js'

const objects = ['Account', 'Opportunity', 'Contact', 'Lead', 'Campaign', 'Case']

describe('objects fail alone', unhurried, () => {
  test('the others finish, the failed ones keep their watermark and catch up later: exit 4, then 0', async () => {
    const journey = await openJourney({ ownProcesses: false, records: 60 })
    const { store, faults } = journey.sandbox
    await journey.sync()
    const before = await watermarks(journey)
    journey.pass(60)
    const changed = new Map(objects.map((object) => [object, [...store.rows(object)][0]!.id]))
    for (const id of changed.values()) store.update(id, {})
    journey.pass(60)
    faults.add({ name: 'object-403', object: 'Contact' })
    faults.add({ name: 'query-timeout', object: 'Lead', rows: 0 })
    const broken = await journey.sync()

    expect(broken.code).toBe(4)
    expect(broken.report.outcome).toBe('partial')
    expect(recordIds(broken.documents).toSorted()).toEqual(
      ['Account', 'Opportunity', 'Campaign', 'Case'].map((object) => changed.get(object)).toSorted(),
    )
    const { Contact: contact, Lead: lead } = reportsOf(broken.report.objects)
    expect(contact).toMatchObject({
      outcome: 'failed',
      error: { code: 'ACCESS_DENIED', salesforceCode: 'INSUFFICIENT_ACCESS', httpStatus: 403, object: 'Contact' },
    })
    expect(contact!.error!.hint).toContain('Setup > Permission Sets')
    expect(lead).toMatchObject({ outcome: 'failed', error: { code: 'QUERY_TIMEOUT', salesforceCode: 'QUERY_TIMEOUT' } })
    for (const { error } of [contact!, lead!]) expect(error!.soql).toContain('SELECT Id')
    const after = await watermarks(journey)
    expect(objects.filter((object) => after[object] === before[object])).toEqual(['Contact', 'Lead'])

    await expectStatus(journey)
    faults.remove()
    const mended = await journey.sync()
    expect(mended.code).toBe(0)
    expect(recordIds(mended.documents).toSorted()).toEqual([changed.get('Contact'), changed.get('Lead')].toSorted())
  })

  test('children that cannot be polled are told, and their records are written with what can be read', async () => {
    const journey = await openJourney({ ownProcesses: false, records: 60 })
    await journey.sync()
    journey.sandbox.faults.add({ name: 'object-403', object: 'CaseComment' })
    const { report, stderr } = await journey.sync()
    expect(report.warnings.join()).toContain('CaseComment')
    expect(stderr).toContain('CaseComment')
  })
})

interface Status {
  object: string
  watermark?: string
  lastEnded?: string
  last?: ObjectReport
}

/** `status` tells watermark, last outcome, rows, deletions, calls and age of each object, from the state alone. */
async function expectStatus(journey: Journey): Promise<void> {
  const logged = journey.sandbox.log.entries().length
  const table = (await journey.run('status')).stdout
  expect(table).toMatch(/Contact +\d{4}-\d\d-\d\dT\S+Z +failed ACCESS_DENIED +0 +0 +\d+ /)
  expect(table).toMatch(/Account +\d{4}-\d\d-\d\dT\S+Z +done +1 +0 +\d+ +\S+$/m)
  const [status] = JSON.parse((await journey.run('status', '--json')).stdout) as { objects: Status[] }[]
  const of = (name: string) => status!.objects.find(({ object }) => object === name)!
  const account = of('Account')
  expect(account.watermark).toMatch(/Z$/)
  expect(account.lastEnded).toMatch(/Z$/)
  expect(account.last).toMatchObject({ outcome: 'done', written: 1, deleted: 0 })
  expect(of('Case').last!.calls).toBeGreaterThan(0)
  expect(journey.sandbox.log.entries()).toHaveLength(logged)
}

function reportsOf(reports: ObjectReport[]): Record<string, ObjectReport> {
  return Object.fromEntries(reports.map((report) => [report.object, report]))
}

async function watermarks({ folder }: Journey): Promise<Record<string, string | undefined>> {
  const entries: [string, string | undefined][] = []
  for (const object of objects) entries.push([object, (await loadKept(folder, object)).rows?.watermark])
  return Object.fromEntries(entries)
}
