import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { lookbackSeconds, WindowModel, type Event, type RunEvent } from '../../support/window-model.js'

const row = fc.integer({ min: 0, max: 12 })

const run: fc.Arbitrary<RunEvent> = fc.record({
  pageSize: fc.integer({ min: 1, max: 5 }),
  commitEvery: fc.integer({ min: 1, max: 3 }),
  diesAfter: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant(Infinity)),
  knowsEnd: fc.boolean(),
  secondsPerPage: fc.integer({ min: 0, max: 4 }),
  meanwhile: fc.array(row, { maxLength: 2 }),
})

const lateWrite = 1
const usual: fc.Arbitrary<Event>[] = [
  fc.record({ kind: fc.constant('pass'), seconds: fc.integer({ min: 1, max: 2 * lookbackSeconds }) }),
  fc.record({ kind: fc.constant('write'), row, lateBy: fc.integer({ min: 0, max: lookbackSeconds }) }),
  fc.record({ kind: fc.constant('write'), row, lateBy: fc.constant(0) }),
  fc.record({ kind: fc.constant('flood'), rows: fc.integer({ min: 2, max: 12 }) }),
  run.map((event): Event => ({ kind: 'run', ...event })),
]

const calm: RunEvent = {
  pageSize: 3,
  commitEvery: 1,
  diesAfter: Infinity,
  knowsEnd: true,
  secondsPerPage: 0,
  meanwhile: [],
}

/** Plays the events, then lets everything commit and runs in peace, twice. */
function play(events: Event[]): WindowModel {
  const model = new WindowModel()
  for (const event of events) model.apply(event)
  for (let last = 0; last < 2; last++) {
    model.apply({ kind: 'pass', seconds: 20 * lookbackSeconds })
    model.run(calm)
  }
  return model
}

function versions(list: { id: string; stamp: string }[]): string[] {
  return list.map(({ id, stamp }) => `${id} ${stamp}`)
}

const runs = { numRuns: 1_000 }

test('whatever commits late and wherever runs die, every row gets its newest version written and no version twice', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(...usual), { maxLength: 30 }), (events) => {
      const model = play(events)
      const written = versions(model.written)
      expect(written).toEqual([...new Set(written)])
      expect(written).toEqual(expect.arrayContaining(versions(model.newest())))
    }),
    runs,
  )
})

const options = run.chain((event) =>
  fc
    .oneof(fc.constant({ full: true }), fc.record({ sinceSecondsAgo: fc.integer({ min: 0, max: 30 }) }))
    .map((wish): Event => ({ kind: 'run', ...event, wish })),
)

test('runs that read everything again or from a moment on leave no row behind, finished or not', () => {
  fc.assert(
    fc.property(run, fc.array(fc.oneof(...usual, options), { maxLength: 30 }), (first, events) => {
      const begun: Event = { kind: 'run', ...first, pageSize: 1, commitEvery: 1, diesAfter: 2 }
      const model = play([{ kind: 'flood', rows: 6 }, { kind: 'pass', seconds: 25 }, begun, ...events])
      expect(versions(model.written)).toEqual(expect.arrayContaining(versions(model.newest())))
    }),
    runs,
  )
})

function turn(most: number): fc.Arbitrary<Event> {
  return fc.integer({ min: 1, max: most }).map((seconds): Event => ({ kind: 'turnBack', seconds }))
}

const onTime = usual.filter((_, index) => index !== lateWrite)
const peace = fc.array(fc.oneof(...onTime), { maxLength: 20 })

test('an org whose clock goes back leaves no row behind, by the lookback at most or where a run sees it', () => {
  const seen = turn(300).map((event): Event[] => [event, { kind: 'run', ...calm }])
  const unseen = turn(lookbackSeconds).map((event) => [event])
  fc.assert(
    fc.property(peace, fc.oneof(seen, unseen), peace, (before, turned, after) => {
      const model = play([...before, ...turned, ...after])
      expect(versions(model.written)).toEqual(expect.arrayContaining(versions(model.newest())))
    }),
    runs,
  )
})
