import { expect, test } from 'vitest'
import { playHistory } from '../../support/model/play-history.js'
import { usualSettings } from '../../support/model/settings.js'
import type { OrgChange, Step } from '../../support/model/steps.js'
import { makeTempFolder } from '../../support/temp-folder.js'

const change = (name: OrgChange['change'], at: number): OrgChange => ({ change: name, at, other: 0, lateS: 0 })
const hour: Step = { pass: 3600 }
const run: Step = { run: 'a' }

/** What makes a destination forget how far an object was read, though its documents have gone out. */
const losses: [name: string, steps: Step[]][] = [
  ['a reset', [run, hour, run, { reset: true }]],
  ['a held first load that was rolled back', [{ run: 'pipe', hold: 'rollback' }]],
]

const changes: [name: string, step: Step][] = [
  ['a narrowed where', { settings: { ...usualSettings, where: 1 } }],
  ['an object taken out', { settings: { ...usualSettings, objects: 3 } }],
  ['a deletion', change('delete', 1)],
]

test('what a held run wrote since it came into the where is written again after the rollback', async () => {
  const [cold, hot] = [2, 1].map((where) => ({ settings: { ...usualSettings, where, deletes: false } }))
  const history = [change('create', 0), change('create', 2), hour, cold!, run, hot!, { run: 'a', hold: 'rollback' }]
  expect(await playHistory(history as Step[], await makeTempFolder())).toEqual([])
})

for (const [loss, steps] of losses) {
  test.each(changes)(`%s after ${loss} is told`, async (_, step) => {
    const records = [0, 0, 1, 1, 2, 2].map((kind) => change('create', kind))
    const history = [...records, ...[0, 2, 4].map((at) => change('rate', at)), hour, ...steps, hour, step]
    expect(await playHistory(history, await makeTempFolder())).toEqual([])
  })
}
