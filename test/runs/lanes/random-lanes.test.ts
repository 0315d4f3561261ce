import path from 'node:path'
import { expect, test } from 'vitest'
import { isExtractError } from '../../../src/errors/extract-error.js'
import { openRandom, type Random } from '../../../src/sandbox/random.js'
import { openStore } from '../../../src/state/stores/open-store.js'
import { systemClock } from '../../../src/clock.js'
import type { Document } from '../../../src/terms.js'
import { openLaneOrg, type LaneOrg } from '../../support/lane-org.js'
import type { MortalProcess } from '../../support/mortal-store.js'
import { loadOutput } from '../../support/output-files.js'
import { RandomChanges } from '../../support/random-changes.js'
import type { SyncedOrg } from '../../support/synced-org.js'
import { indexOf } from '../../support/written.js'

const seeds = (process.env['LANE_SEEDS'] ?? '1,2,3').split(',').map(Number)
const steps = Number(process.env['LANE_STEPS'] ?? 10)

test.each(seeds)(
  'whatever polls, workers and plain runs meet, files end as a first load would be, and nothing is there twice (%i)',
  async (seed) => {
    const org = await openLaneOrg({ SF_EXTRACT_PAGE_SIZE: '200' }, { childPageSize: 3 })
    org.config.datasources[0]!.objects = { Account: { excludeFields: ['Opportunities'] } } as never
    const random = openRandom(seed)
    const changes = new RandomChanges({ sandbox: org.sandbox } as SyncedOrg, random, false)
    for (let step = 0; step < steps; step++) {
      for (let count = random.integer(0, step % 4 === 0 ? 80 : 12); count > 0; count--) changes.change()
      org.sandbox.clock.advance(random.integer(1, 400) * 1000)
      await Promise.all(Array.from({ length: random.integer(1, 3) }, () => runSome(org, random)))
    }
    for (const _ of [1, 2, 3]) await runInPeace(org)
    const documents = await loadOutput(org.folder)
    expect(repeats(documents)).toEqual([])
    expect(await differences(org, documents)).toEqual([])
    expect(await org.sync()).toMatchObject({ outcome: 'done', written: 0, deleted: 0 })
  },
  120_000,
)

/** A poll, a worker or a plain run, which may be killed at a write, or stand still while others go on. */
async function runSome(org: LaneOrg, random: Random): Promise<void> {
  const kind = random.pick(['poll', 'poll', 'work', 'work', 'work', 'sync'])
  const dies = random.chance(0.4)
  const stops = kind === 'work' && random.chance(0.3)
  let left = random.integer(1, 8)
  const self: MortalProcess = org.mortal.process({
    onWrite: async (written) => {
      if (--left !== 0) return
      if (stops) {
        self.stop()
        await tolerate(org.sync({ store: org.mortal.process().store }))
      } else if (dies) {
        // A store may write one change after the other.
        const arrived = written.slice(0, random.integer(0, written.length))
        self.kill()
        await org.mortal.state.write(arrived)
      }
    },
  })
  const options = { store: self.store }
  if (kind === 'work' && org.handed.length === 0) return
  const handed = org.handed[org.handed.length - 1 - random.integer(0, Math.min(2, org.handed.length - 1))]
  await tolerate(kind === 'work' ? org.work(options, handed) : org[kind as 'poll' | 'sync'](options))
}

/** What others hold, and what death brings, are no news. */
async function tolerate(run: Promise<unknown>): Promise<void> {
  try {
    await run
  } catch (error) {
    if (!isExtractError(error, 'LOCK_HELD', 'STATE_BROKEN', 'OUTPUT_FAILED')) throw error
  }
}

async function runInPeace(org: LaneOrg): Promise<void> {
  org.sandbox.clock.advance(1300_000)
  const known = org.handed.length
  await org.poll()
  for (const handed of org.handed.slice(known)) await org.work({}, handed)
  await org.sync()
}

/** Documents that say what the one before of their record said. */
function repeats(documents: Document[]): string[] {
  const last = new Map<string, string>()
  return documents.flatMap((document) => {
    const text = JSON.stringify(document)
    const isSame = document.type !== 'folder' && last.get(document.id) === text
    last.set(document.id, text)
    return isSame ? [`${document.id} ${text.slice(0, 200)}`] : []
  })
}

/** What the files don't agree on with a first load into another folder. */
async function differences(org: LaneOrg, documents: Document[]): Promise<string[]> {
  const folder = path.join(path.dirname(org.folder), 'fresh')
  const store = await openStore(`file:${path.join(path.dirname(org.folder), 'fresh-state')}`, { clock: systemClock })
  await org.sync({ output: { folder }, store })
  const [is, should] = [textsOf(documents), textsOf(await loadOutput(folder))]
  const ids = [...new Set([...is.keys(), ...should.keys()])].filter((id) => is.get(id) !== should.get(id))
  return ids.map((id) => `${is.get(id)} instead of ${should.get(id)}`)
}

/** What came back from the recycle bin has a new SystemModstamp, and is else as it was written. */
function textsOf(documents: Document[]): Map<string, string> {
  const current = [...indexOf(documents)].filter(([, { type }]) => type !== 'folder')
  return new Map(current.map(([id, document]) => [id, render(document)]))
}

function render(document: Document): string {
  return JSON.stringify(document, (key, value: unknown) => (key === 'SystemModstamp' ? '' : value))
}
