import { describe, expect, test } from 'vitest'
import { playHistory } from '../../support/model/play-history.js'
import { usualSettings } from '../../support/model/settings.js'
import type { OrgChange, Step } from '../../support/model/steps.js'
import { makeTempFolder } from '../../support/temp-folder.js'

const change = (name: OrgChange['change'], at: number): OrgChange => ({ change: name, at, other: 0, lateS: 0 })

const afterwards: [name: string, steps: Step[]][] = [
  ['is taken out with its object', [{ settings: { ...usualSettings, objects: 2 } }]],
  ['no longer meets a new where', [{ settings: { ...usualSettings, where: 1 } }]],
  ['is deleted', [change('delete', 0)]],
  ['was deleted and restored before', [change('delete', 0), change('restore', 0)]],
]

describe.each(afterwards)('a document that went into a pipe before the run died', (name, steps) => {
  // Around the write of the accounts: before their Ids are kept, between, and before the commit.
  test.each([20, 21, 22, 23, 24])(`gets its tombstone where the record ${name} (killed at write %i)`, async (at) => {
    const died: Step = { run: 'pipe', trouble: { kind: 'kill', at } }
    const history = [...[0, 0].map((kind) => change('create', kind)), change('rate', 0), died, ...steps]
    expect(await playHistory(history, await makeTempFolder())).toEqual([])
  })
})
