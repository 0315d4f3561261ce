import { describe, expect, test } from 'vitest'
import { askedSince, onAnswer, openJourney, readings, statements, unhurried, type Journey } from '../support/journey.js'
import { loadKept, replaceKept } from '../support/kept-state.js'
import { recordIds } from '../support/written.js'

const settings = 'standard_objects_to_sync: [Lead]\nchildren: false\ndeletes: false\n'
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

describe('from watermark to watermark', unhurried, () => {
  test('--since begins there without a state, and the state then holds the end of that window (T26)', async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    insertLead(journey, -6 * dayMs)
    const recent = insertLead(journey, -4 * dayMs)
    const { code, documents, asked, report } = await journey.sync('--since', '5d')

    expect(code).toBe(0)
    expect(recordIds(documents)).toEqual([recent])
    const { from, until } = windowOf(readings(asked, 'Lead')[0]!)
    expect(Math.abs(Date.parse(from!) - (journey.sandbox.clock.now() - 5 * dayMs))).toBeLessThan(minuteMs)
    expect((await loadKept(journey.folder, 'Lead')).rows).toMatchObject({ watermark: until })
    expect(report.objects[0]).toMatchObject({ since: from, watermark: until })
  })

  test('a state of one stamp alone is read with the lookback, and made whole by the next run (T27)', async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    const old = insertLead(journey, -30 * minuteMs)
    const inLookback = insertLead(journey, -5 * minuteMs)
    await journey.sync()
    const { rows } = await loadKept(journey.folder, 'Lead')
    await replaceKept(journey.folder, 'Lead', { rows: { watermark: rows!.watermark } })
    journey.pass(60)

    const { code, documents } = await journey.sync()
    expect(code).toBe(0)
    expect(recordIds(documents)).toEqual([inLookback])
    expect(recordIds(documents)).not.toContain(old)
    expect(Object.keys((await loadKept(journey.folder, 'Lead')).rows!.overlap!)).toHaveLength(1)
  })

  test('what a run left in the middle is asked for by the next one, then the tail, nothing else (T28)', async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    for (let n = 0; n < 450; n++) insertLead(journey, -2 * dayMs)
    journey.sandbox.faults.add({ name: 'daily-limit', path: '/query/0r8', when: 2 })
    const cut = await journey.sync()
    journey.sandbox.faults.remove()
    expect(cut.code).toBe(5)
    const { open } = (await loadKept(journey.folder, 'Lead')).rows!
    journey.pass(3600)
    const tail = insertLead(journey, -minuteMs)

    const { code, documents, asked } = await journey.sync()
    expect(code).toBe(0)
    const [rest, further, ...more] = readings(asked, 'Lead')
    expect(rest).toContain(`SystemModstamp < ${open!.until} AND Id > '${open!.after!.id}'`)
    expect(windowOf(further!).from).toBe(new Date(Date.parse(open!.until!) - 10 * minuteMs).toISOString())
    expect(more).toEqual([])
    expect(recordIds([...cut.documents, ...documents]).toSorted()).toEqual(allIds(journey))
    expect(recordIds(documents)).toContain(tail)
  })

  test('the window of a run begins where the last one ended, less the lookback (T29, T32)', async () => {
    const journey = await openJourney({ settings: `${settings}lookback: 20s\n`, ownProcesses: false })
    const first = await journey.sync()
    expect(windowOf(readings(first.asked, 'Lead')[0]!).from).toBeUndefined()
    const { watermark } = (await loadKept(journey.folder, 'Lead')).rows!
    expect(watermark).toBe(windowOf(readings(first.asked, 'Lead')[0]!).until)
    journey.pass(3600)
    journey.sandbox.store.insert('Lead', { LastName: 'Lee', Company: 'Acme' })
    journey.pass(60)
    const second = await journey.sync()
    const { from, until } = windowOf(readings(second.asked, 'Lead')[0]!)
    expect(Date.parse(watermark!) - Date.parse(from!)).toBe(20_000)
    expect((await loadKept(journey.folder, 'Lead')).rows!.watermark).toBe(until)
  })

  test('a page refused in the middle leaves what was written written, and no hole (T30)', async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    for (let n = 0; n < 650; n++) insertLead(journey, -2 * dayMs)
    journey.sandbox.faults.add({ name: 'status', status: 400, body: 'json', path: '/query/0r8', when: 2 })
    const broken = await journey.sync()
    expect(broken.code).toBe(4)
    expect(recordIds(broken.documents)).toHaveLength(400)
    expect((await loadKept(journey.folder, 'Lead')).rows!.watermark).toBeUndefined()
    journey.sandbox.faults.remove()
    const mended = await journey.sync()
    expect(mended.code).toBe(0)
    expect(recordIds([...broken.documents, ...mended.documents]).toSorted()).toEqual(allIds(journey))
  })

  test('an object without rows has a watermark all the same, and its first row comes (T33)', async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    expect((await journey.sync()).code).toBe(0)
    expect((await loadKept(journey.folder, 'Lead')).rows!.watermark).toMatch(/^\d{4}-\d\d-\d\dT/)
    journey.pass(60)
    const id = insertLead(journey, 0)
    journey.pass(60)
    expect(recordIds((await journey.sync()).documents)).toEqual([id])
  })

  test('a saved place that is no Id is refused and never reaches a statement (T35)', async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    await journey.sync()
    const logged = journey.sandbox.log.entries().length
    for (const id of ["00Q000000000001' OR Name != '", '00Q5g0000000001AAA) FROM User --']) {
      const open = { mode: 'full', until: '2026-01-01T00:00:00.000Z', after: { id } }
      await replaceKept(journey.folder, 'Lead', { rows: { open } })
      const { code, stderr } = await journey.run('sync')
      expect(code).toBe(1)
      expect(stderr).toContain('error STATE_BROKEN:')
      expect(stderr).toContain('sf-extract state repair')
    }
    expect(statements(askedSince(journey.sandbox, logged))).toEqual([])
  })

  test('a row that moves past the end of the window while it is read belongs to the next run (T36)', async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    for (let n = 0; n < 450; n++) insertLead(journey, -2 * dayMs)
    const last = allIds(journey).at(-1)!
    let isMoved = false
    onAnswer(journey.sandbox, ({ soql }) => {
      if (isMoved || !soql?.includes('FROM Lead')) return
      isMoved = true
      journey.pass(30)
      journey.sandbox.store.update(last, { Company: 'Moved' })
    })
    const first = await journey.sync()
    expect(recordIds(first.documents).toSorted()).toEqual(allIds(journey).filter((id) => id !== last))
    journey.pass(30)
    const second = await journey.sync()
    expect(recordIds(second.documents)).toEqual([last])
  })
})

function insertLead({ sandbox }: Journey, offsetMs: number): string {
  return sandbox.store.insert('Lead', { LastName: 'Lee', Company: 'Acme' }, { at: sandbox.clock.now() + offsetMs }).id
}

function allIds({ sandbox }: Journey): string[] {
  return [...sandbox.store.rows('Lead')].map(({ id }) => id).toSorted()
}

function windowOf(soql: string): { from: string | undefined; until: string | undefined } {
  return {
    from: /SystemModstamp >= (\S+Z)/.exec(soql)?.[1],
    until: /SystemModstamp < (\S+Z)/.exec(soql)?.[1],
  }
}
