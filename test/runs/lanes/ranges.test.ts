import { expect, test } from 'vitest'
import { isExtractError } from '../../../src/errors/extract-error.js'
import { readStatuses } from '../../../src/runs/statuses.js'
import { openRandom } from '../../../src/sandbox/random.js'
import { openLaneOrg, type LaneOrg } from '../../support/lane-org.js'
import type { MortalProcess } from '../../support/mortal-store.js'
import { loadOutput } from '../../support/output-files.js'
import { indexOf } from '../../support/written.js'

/** Ids are cut where some 3,844 of them end. */
const count = 9000
const seeds = (process.env['RANGE_SEEDS'] ?? '1,2').split(',').map(Number)
const settings = { SF_EXTRACT_PAGE_SIZE: '2000', SF_EXTRACT_RANGE_THRESHOLD: '6000' }

test(
  'a large first load is handed in ranges, and is one object again when all are read',
  { timeout: 60_000 },
  async () => {
    const org = await openRanges()
    const first = await org.poll()
    expect(first.objects.map(({ object, outcome }) => `${object} ${outcome}`)).toEqual(['Account handed', 'Case done'])
    const lanes = org.handed.map(({ object }) => object)
    expect(lanes.length).toBeGreaterThanOrEqual(3)
    expect(lanes).toEqual(lanes.map((_, at) => `Account/${at + 1}`))
    const written = await Promise.all(org.handed.slice(1).map(async (handed) => (await org.work({}, handed)).written))
    const [status] = await readStatuses(org.mortal.state, 'salesforce', org.folder)
    expect(status!.objects.map(({ object, ranges }) => ({ object, ranges }))).toEqual([
      { object: 'Account', ranges: { count: lanes.length, read: lanes.length - 1 } },
      { object: 'Case', ranges: undefined },
    ])
    change(org, 300)
    pass(org)
    expect((await org.poll()).objects[0]).toMatchObject({ object: 'Account', outcome: 'handed' })
    expect(org.handed.slice(lanes.length).map(({ object }) => object)).toEqual(['Account/1'])
    written.push((await org.work({}, org.handed[0])).written)
    // What has changed in the last range since is for the next window.
    expect([sum(written) < count, sum(written) > count - 300]).toEqual([true, true])
    pass(org)
    const joined = await org.poll()
    expect(joined.objects[0]).toMatchObject({ object: 'Account', outcome: 'done', mode: 'incremental' })
    await expectWhole(org)
    expect(
      (await org.mortal.state.keys('')).filter((key) => /^(?:to:[^:]*:)?(?:range|handed|child-notes)/.test(key)),
    ).toEqual([])
    pass(org)
    const idle = await org.poll()
    expect([idle.written, idle.calls <= 3]).toEqual([0, true])
    expect(await org.sync({ reconcile: true })).toMatchObject({ outcome: 'done', written: 0, deleted: 0 })
  },
)

test('of ranges that are taken back half read, what no longer belongs to the object is told', async () => {
  const org = await openRanges()
  await org.poll()
  await org.work({}, org.handed[1])
  const written = (await loadOutput(org.folder)).find(({ type }) => type !== 'folder')
  const name = (written as { title: string }).title
  org.config.datasources[0]!.objects = { Account: { where: `Name != '${name}'` } } as never
  pass(org)
  expect(await org.sync()).toMatchObject({ outcome: 'done', deleted: 1 })
})

test.each(seeds)(
  'ranges that are read in random order, by workers that die, and taken back in the middle, are the org in the end (%i)',
  async (seed) => {
    const org = await openRanges()
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
    await expectWhole(org)
    pass(org)
    expect(await org.sync({ reconcile: true })).toMatchObject({ outcome: 'done', written: 0, deleted: 0 })
  },
  120_000,
)

async function openRanges(): Promise<LaneOrg> {
  const org = await openLaneOrg(settings, { pageSize: 2000 })
  for (let n = 0; n < count; n++) org.sandbox.store.insert('Account', { Name: `A${n}` })
  pass(org)
  return org
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
function change({ sandbox }: LaneOrg, times: number): void {
  const live = [...sandbox.store.rows('Account')].filter((row) => !row.isDeleted)
  for (let n = 0; n < times; n++) {
    const row = live[(n * 7919 + live.length) % live.length]!
    if (n % 10 === 0) sandbox.store.insert('Account', { Name: `new ${n}` })
    else if (n % 10 === 1) sandbox.store.delete(row.id)
    else if (sandbox.store.record(row.id)?.isDeleted === false)
      sandbox.store.update(row.id, { Name: `renamed ${live.length} ${n}` })
  }
}

function pass({ sandbox }: LaneOrg, seconds = 3600): void {
  sandbox.clock.advance(seconds * 1000)
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

/** Files have what the org has, and no version twice. */
async function expectWhole({ sandbox, folder }: LaneOrg): Promise<void> {
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
