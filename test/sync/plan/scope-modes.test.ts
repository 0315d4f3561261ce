import { describe, expect, test } from 'vitest'
import { playHistory } from '../../support/model/play-history.js'
import { usualSettings } from '../../support/model/settings.js'
import type { OrgChange, RunStep, Settings, Step } from '../../support/model/steps.js'
import { makeTempFolder } from '../../support/temp-folder.js'

const hot = { ...usualSettings, where: 1 }
const bare: Settings = { ...usualSettings, objects: 3 }

const scopes: [name: string, before: Settings, after: Settings][] = [
  ['a narrowed where', usualSettings, hot],
  ['a widened where', hot, usualSettings],
  ['a turned where', hot, { ...usualSettings, where: 2 }],
  ['a field less', usualSettings, { ...usualSettings, fields: 1 }],
  ['children left out', usualSettings, { ...usualSettings, children: false }],
  ['children taken in', { ...usualSettings, children: false }, usualSettings],
  ['files as documents', usualSettings, { ...usualSettings, files: 'index' }],
  ['an object taken out', usualSettings, bare],
  ['an object taken in', bare, usualSettings],
  ['deletions wanted again', { ...usualSettings, deletes: false }, hot],
]

const change = (name: OrgChange['change'], at: number, other = 0): OrgChange => ({ change: name, at, other, lateS: 0 })
const run = (more: Partial<RunStep> = {}): RunStep => ({ run: 'a', ...more })

/** The first runs with the settings after, whatever becomes of them: a run in peace follows. */
const modes: [name: string, steps: Step[]][] = [
  ['in a plain run', []],
  ['in a full run', [run({ mode: 'full' })]],
  ['in a comparison of all Ids', [run({ mode: 'reconcile' })]],
  ['after a run that the org refused', [run({ trouble: { kind: 'refused', at: 0 } })]],
  [
    'after runs with too few calls',
    [run({ trouble: { kind: 'calls', at: 9 } }), run({ trouble: { kind: 'calls', at: 14 } })],
  ],
  ['after runs that were killed', [3, 6, 9].map((at) => run({ trouble: { kind: 'kill', at } }))],
  ['after a full run that was interrupted', [run({ mode: 'full', trouble: { kind: 'abort', at: 13 } })]],
  ['after a held run that was rolled back', [run({ hold: 'rollback' })]],
  ['in a held run that is committed', [run({ hold: 'commit' })]],
]

/** Two of each object, one of them out of the condition, with children; one leaves, one comes, one goes meanwhile. */
const before: Step[] = [
  ...[0, 0, 0, 1, 1, 1, 2, 2].map((kind) => change('create', kind)),
  ...[0, 3, 6].map((at) => change('rate', at)),
  ...[0, 1, 2, 4].map((other) => change('add child', 4, other)),
  run(),
]
const meanwhile: Step[] = [change('rate', 0), change('rate', 1), change('delete', 5), change('drop child', 0)]

/** Each scope meets a third of the modes, each mode a third of the scopes; all of them with `SCOPE_MODES=all`. */
const isEvery = process.env['SCOPE_MODES'] === 'all'
const cases = scopes.map(([...scope], row) => ({
  scope,
  modes: modes.filter((_, column) => isEvery || (row + column) % 3 === 0),
}))

describe.each(cases)('$scope.0', ({ scope: [, first, second], modes: chosen }) => {
  test.each(chosen)('%s leaves the right documents, each once', async (__, steps) => {
    const history = [{ settings: first }, ...before, { settings: second }, ...meanwhile, ...steps]
    expect(await playHistory(history, await makeTempFolder())).toEqual([])
  })
})
