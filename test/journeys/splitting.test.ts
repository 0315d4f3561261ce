import { describe, expect, test } from 'vitest'
import type { FaultSpec } from '../../src/sandbox/faults/faults.js'
import type { Document } from '../../src/terms.js'
import { openJourney, readings, unhurried, type Asked, type Journey } from '../support/journey.js'
import { recordIds, records } from '../support/written.js'

const settings = 'standard_objects_to_sync: [Lead]\nchildren: false\ndeletes: false\n'

describe('a statement that takes the org too long', unhurried, () => {
  test('is halved in time; the halves meet in one edge, with no gap and no overlap (T37)', async () => {
    const journey = await openAfterFirstRun({ name: 'query-timeout', rows: 30, object: 'Lead' })
    insertLeads(journey, 100, (n) => n * 20)
    journey.pass(3600)
    const { code, documents, asked } = await journey.sync()
    expect(code).toBe(0)
    expectEachOnce(journey, recordIds(documents))

    const spans = asked
      .filter(({ soql, status }) => soql?.includes('FROM Lead') && status === 200)
      .map(({ soql }) => spanOf(soql!))
    expect(spans.length).toBeGreaterThan(3)
    expect(spans.slice(1).map(({ from }) => from)).toEqual(spans.slice(0, -1).map(({ until }) => until))
    const [whole] = readings(asked, 'Lead').map(spanOf)
    expect(spans[0]!.from).toBe(whole!.from)
    expect(spans.at(-1)!.until).toBe(whole!.until)
  })

  test('one second that holds too many rows is read by Id, in slices (T38)', async () => {
    const journey = await openAfterFirstRun({ name: 'query-timeout', rows: 130, object: 'Lead' })
    insertLeads(journey, 900, () => 1800)
    journey.pass(3600)
    const { code, documents, asked } = await journey.sync()
    expect(code).toBe(0)
    expectEachOnce(journey, recordIds(documents))
    const answered = asked.filter(({ soql, status }) => soql?.includes('LIMIT') && status === 200)
    expect(answered.length).toBeGreaterThan(5)
    for (const { soql } of answered.slice(1)) expect(soql).toMatch(/Id > '00Q\w{15}'|SystemModstamp > \d/)
  })

  test('a first load goes on by Id, in slices, and comes whole', async () => {
    const journey = await openJourney({
      ownProcesses: false,
      settings,
      faults: [{ name: 'query-timeout', rows: 150, object: 'Lead' }],
    })
    insertLeads(journey, 700, (n) => -n * 3600)
    const { code, documents } = await journey.sync()
    expect(code).toBe(0)
    expectEachOnce(journey, recordIds(documents))
  })

  test('more fields than the org takes at once are read in several statements, and later runs know it', async () => {
    const plain = await openJourney({ ownProcesses: false, settings })
    const journey = await openJourney({
      ownProcesses: false,
      settings,
      faults: [{ name: 'query-too-complicated', object: 'Lead', fields: 12 }],
    })
    for (const one of [plain, journey]) insertLeads(one, 300, (n) => -n * 60)
    const [wanted, first] = [await plain.sync(), await journey.sync()]
    expect([first.code, refusedIn(first.asked).length > 0]).toEqual([0, true])
    expect(payloadKeys(first.documents)).toEqual(payloadKeys(wanted.documents))
    expectEachOnce(journey, recordIds(first.documents))
    expect(refusedIn(first.asked).length).toBeLessThan(5)
    journey.pass(60)
    insertLeads(journey, 3, () => 0)
    journey.pass(60)
    const second = await journey.sync()
    expect(recordIds(second.documents)).toHaveLength(3)
    expect(refusedIn(second.asked)).toEqual([])
  })

  test('what is too complicated in any part fails its object alone, and its watermark stands', async () => {
    const faults: FaultSpec[] = [{ name: 'query-too-complicated', object: 'Lead', fields: 3 }]
    const journey = await openJourney({
      ownProcesses: false,
      settings: 'standard_objects_to_sync: [Lead, Campaign]\nchildren: false\n',
      faults,
    })
    insertLeads(journey, 3, () => -60)
    const { code, report, stderr } = await journey.sync()
    expect(code).toBe(4)
    const lead = report.objects.find(({ object }) => object === 'Lead')!
    expect(lead).toMatchObject({
      outcome: 'failed',
      error: { code: 'QUERY_TIMEOUT', salesforceCode: 'QUERY_TOO_COMPLICATED' },
    })
    expect(lead.error!.soql).toContain('FROM Lead')
    expect(lead).not.toHaveProperty('watermark')
    expect(stderr).toContain('exclude_fields')
    expect(report.objects.find(({ object }) => object === 'Campaign')).toMatchObject({ outcome: 'done' })
  })
})

/** An object that has had its first run; then the fault is set. */
async function openAfterFirstRun(fault: FaultSpec): Promise<Journey> {
  const journey = await openJourney({ ownProcesses: false, settings })
  await journey.sync()
  journey.sandbox.faults.add(fault)
  return journey
}

function insertLeads({ sandbox }: Journey, count: number, secondOf: (n: number) => number): void {
  const start = sandbox.clock.now()
  for (let n = 0; n < count; n++) {
    sandbox.store.insert('Lead', { LastName: `Lead ${n}`, Company: 'Acme' }, { at: start + secondOf(n) * 1000 })
  }
}

function expectEachOnce({ sandbox }: Journey, ids: string[]): void {
  expect(ids.toSorted()).toEqual([...sandbox.store.rows('Lead')].map(({ id }) => id).toSorted())
}

function refusedIn(asked: Asked[]): Asked[] {
  return asked.filter(({ soql, status }) => soql?.includes('FROM Lead') && status === 400)
}

function payloadKeys(documents: Document[]): string[][] {
  return records(documents).map(({ payload }) => Object.keys(payload).toSorted())
}

/** The span of stamps a statement asks for. */
function spanOf(soql: string): { from: string | undefined; until: string | undefined } {
  return {
    from: /SystemModstamp >= (\S+Z)/.exec(soql)?.[1],
    until: /SystemModstamp < (\S+Z)/.exec(soql)?.[1],
  }
}
