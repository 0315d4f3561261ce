import { describe, expect, test } from 'vitest'
import { openJourney, readings, unhurried } from '../support/journey.js'
import { recordIds } from '../support/written.js'

const settings = 'standard_objects_to_sync: [Lead, Case]\n'
const minuteMs = 60_000

describe('the window', unhurried, () => {
  test('takes in rows that become visible late, once: up to the lookback before the watermark', async () => {
    const journey = await openJourney({ settings: `${settings}lookback: 12h\n`, ownProcesses: false })
    const { store, clock } = journey.sandbox
    const hiddenUntil = clock.now() + 60 * minuteMs
    const seen = store.insert('Lead', { LastName: 'Seen', Company: 'Acme' }, { at: clock.now() - minuteMs })
    const late = store.insert(
      'Lead',
      { LastName: 'Late', Company: 'Acme' },
      { at: clock.now() - 360 * minuteMs, hiddenUntil },
    )
    const changed = store.insert('Case', { Subject: 'Old' }, { at: clock.now() - 60 * minuteMs })
    store.update(changed.id, { Subject: 'New' }, { at: clock.now() - 30 * minuteMs, hiddenUntil })

    expect(recordIds((await journey.sync()).documents).toSorted()).toEqual([seen.id, changed.id].toSorted())
    journey.pass(3600)
    const second = await journey.sync()
    expect(recordIds(second.documents).toSorted()).toEqual([late.id, changed.id].toSorted())
    expect(second.documents.find(({ id }) => id === changed.id)).toMatchObject({ title: 'New' })
    journey.pass(60)
    const third = await journey.sync()
    expect(third.documents).toEqual([])
    expect(third.report.objects.find(({ object }) => object === 'Lead')).toMatchObject({ dropped: 2 })
  })

  test('drops what it read before: a row touched in the overlap comes alone, and once', async () => {
    const journey = await openJourney({ records: 100, ownProcesses: false })
    const { store } = journey.sandbox
    const [lead] = store.rows('Lead')
    for (const { id } of store.rows('Lead')) store.update(id, {})
    journey.pass(30)
    expect(recordIds((await journey.sync()).documents).length).toBeGreaterThan(20)
    store.update(lead!.id, { Company: 'Moved' })
    journey.pass(5)
    expect(recordIds((await journey.sync()).documents)).toEqual([lead!.id])
    expect((await journey.sync()).documents).toEqual([])
  })

  test.each([2, -2])(
    "ends at the clock of the org, which is %i hours off this machine's, and loses nothing",
    async (hours) => {
      const journey = await openJourney({ settings, clockOffsetMs: hours * 60 * minuteMs, ownProcesses: false })
      const { store, clock } = journey.sandbox
      const early = store.insert('Lead', { LastName: 'Early', Company: 'Acme' }, { at: clock.now() - 5000 })
      const startedAt = clock.now()
      const first = await journey.sync()
      expect(recordIds(first.documents)).toEqual([early.id])
      const until = /SystemModstamp < (\S+Z)/.exec(readings(first.asked, 'Lead')[0]!)![1]!
      expect(Date.parse(until)).toBeGreaterThanOrEqual(startedAt - 1000)
      expect(Date.parse(until)).toBeLessThanOrEqual(clock.now())

      const late = store.insert('Lead', { LastName: 'Late', Company: 'Acme' })
      journey.pass(2)
      const second = await journey.sync()
      expect(recordIds(second.documents)).toEqual([late.id])
      expect(readings(second.asked, 'Lead')[0]).toContain(
        `SystemModstamp >= ${new Date(Date.parse(until) - 10 * minuteMs).toISOString()}`,
      )
      expect(recordIds((await journey.sync()).documents)).toEqual([])
    },
  )

  test('a clock that went back an hour between two runs loses nothing either', async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    const { store } = journey.sandbox
    await journey.sync()
    journey.pass(-3600)
    const id = store.insert('Lead', { LastName: 'Between', Company: 'Acme' }).id
    journey.pass(5)
    expect(recordIds((await journey.sync()).documents)).toEqual([id])
    journey.pass(3600)
    expect((await journey.sync()).documents).toEqual([])
  })
})
