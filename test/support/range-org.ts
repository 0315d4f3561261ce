/** An org whose first load is read in ranges. */
import { expect } from 'vitest'
import { isExtractError } from '../../src/errors/extract-error.js'
import { openRandom } from '../../src/sandbox/random.js'
import { openLaneOrg, type LaneOrg } from './lane-org.js'
import type { MortalProcess } from './mortal-store.js'
import { loadOutput } from './output-files.js'
import { indexOf } from './written.js'

export const rangeRows = 1500
const settings = { SF_EXTRACT_PAGE_SIZE: '350', SF_EXTRACT_RANGE_THRESHOLD: '1000' }

/** An org of accounts that are cut into three ranges. Ids are cut where some 3,844 of them end: most are left out. */
export async function openRangeOrg(more: NodeJS.ProcessEnv = {}): Promise<LaneOrg> {
  const org = await openLaneOrg({ ...settings, ...more }, { pageSize: 350, bulkPageSize: 250 })
  const { store } = org.sandbox
  for (let n = 0; n < 6 * rangeRows; n++) {
    const { id } = store.insert('Account', { Name: `A${n}` })
    if (n % 6 === 0) continue
    store.delete(id)
    store.purge(id)
  }
  pass(org)
  return org
}

/** Workers, polls and plain runs at random, side by side and one after the other, some of which die; then peace. */
export async function readAtRandom(org: LaneOrg, seed: number): Promise<void> {
  const random = openRandom(seed)
  await org.poll()
  for (let step = 0; step < 8; step++) {
    change(org, random.integer(0, 60))
    pass(org, random.integer(1, 900))
    await Promise.all(
      Array.from({ length: random.integer(1, 3) }, () => {
        const handed = random.pick(org.handed)
        const { store } = mortalOf(org, random.chance(0.6) ? random.integer(1, 9) : 0, random)
        const what = random.chance(0.75) ? 'work' : random.chance(0.8) ? 'poll' : 'sync'
        return tolerate(what === 'work' ? org.work({ store }, handed) : org[what]({ store }))
      }),
    )
  }
  for (const _ of [1, 2, 3]) {
    pass(org)
    const known = org.handed.length
    await org.poll()
    for (const handed of org.handed.slice(known)) await org.work({}, handed)
  }
  pass(org)
  await org.sync()
}

/** A process that is killed at one of its writes, of which a part may arrive. */
function mortalOf(org: LaneOrg, writes: number, random: ReturnType<typeof openRandom>): MortalProcess {
  let left = writes
  const self: MortalProcess = org.mortal.process({
    onWrite: async (changes) => {
      if (--left !== 0) return
      self.kill()
      await org.mortal.state.write(changes.slice(0, random.integer(0, changes.length)))
    },
  })
  return self
}

async function tolerate(run: Promise<unknown>): Promise<void> {
  try {
    await run
  } catch (error) {
    if (!isExtractError(error, 'LOCK_HELD', 'STATE_BROKEN', 'OUTPUT_FAILED')) throw error
  }
}

/** Some accounts all over the org are renamed, deleted, or new. */
export function change({ sandbox }: LaneOrg, times: number): void {
  const live = [...sandbox.store.rows('Account')].filter((row) => !row.isDeleted)
  for (let n = 0; n < times; n++) {
    const row = live[(n * 7919 + live.length) % live.length]!
    if (n % 10 === 0) sandbox.store.insert('Account', { Name: `new ${n}` })
    else if (n % 10 === 1) sandbox.store.delete(row.id)
    else if (sandbox.store.record(row.id)?.isDeleted === false)
      sandbox.store.update(row.id, { Name: `renamed ${live.length} ${n}` })
  }
}

/** Time goes by, in the org. */
export function pass({ sandbox }: LaneOrg, seconds = 3600): void {
  sandbox.clock.advance(seconds * 1000)
}

/** Files have what the org has, and no version twice. */
export async function expectWhole({ sandbox, folder }: LaneOrg): Promise<void> {
  const documents = (await loadOutput(folder)).filter(({ type }) => type !== 'folder')
  const last = new Map<string, string>()
  const repeats = documents.filter((document) => {
    const text = JSON.stringify(document)
    const isSame = last.get(document.id) === text
    last.set(document.id, text)
    return isSame
  })
  expect(repeats.length).toBe(0)
  const is = new Map([...indexOf(documents)].map(([id, document]) => [id, 'title' in document ? document.title : '']))
  const live = [...sandbox.store.rows('Account')].filter((row) => !row.isDeleted)
  const should = new Map(live.map(({ id, values }) => [id, values['Name'] as string]))
  const wrong = [...new Set([...is.keys(), ...should.keys()])].filter((id) => is.get(id) !== should.get(id))
  expect(wrong.map((id) => `${id}: ${is.get(id)} instead of ${should.get(id)}`)).toEqual([])
}
