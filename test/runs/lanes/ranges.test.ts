import { expect, test } from 'vitest'
import { readStatuses } from '../../../src/runs/statuses.js'
import { loadOutput } from '../../support/output-files.js'
import { change, expectWhole, openRangeOrg, pass, rangeRows, readAtRandom } from '../../support/range-org.js'

const seeds = (process.env['RANGE_SEEDS'] ?? '1').split(',').map(Number)

test(
  'a large first load is handed in ranges, and is one object again when all are read',
  { timeout: 60_000 },
  async () => {
    const org = await openRangeOrg()
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
    change(org, 60)
    pass(org)
    expect((await org.poll()).objects[0]).toMatchObject({ object: 'Account', outcome: 'handed' })
    expect(org.handed.slice(lanes.length).map(({ object }) => object)).toEqual(['Account/1'])
    written.push((await org.work({}, org.handed[0])).written)
    // What has changed in the last range since is for the next window.
    expect([sum(written) < rangeRows, sum(written) > rangeRows - 60]).toEqual([true, true])
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
  const org = await openRangeOrg()
  await org.poll()
  await org.work({}, org.handed[1])
  const written = (await loadOutput(org.folder)).find(({ type }) => type !== 'folder')
  const name = (written as { title: string }).title
  org.config.datasources[0]!.objects = { Account: { where: `Name != '${name}'` } } as never
  pass(org)
  expect(await org.sync()).toMatchObject({ outcome: 'done', deleted: 1 })
})

test('a range that is half read when the condition changes is read to its end, and compared when the object is whole', async () => {
  const org = await openRangeOrg()
  await org.poll()
  const half = await org.work({ limit: AbortSignal.abort() }, org.handed[1])
  expect(half).toMatchObject({ outcome: 'interrupted' })
  org.config.datasources[0]!.objects = { Account: { where: "Name != 'nobody'" } } as never
  const rest = await org.work({}, org.handed[1])
  expect(half.written + rest.written).toBeLessThan(rangeRows / 2)
  for (const handed of org.handed) await org.work({}, handed)
  pass(org)
  expect((await org.poll()).objects[0]).toMatchObject({ outcome: 'done', mode: 'reconcile', written: 0, deleted: 0 })
  await expectWhole(org)
})

test.each(seeds)(
  'ranges that are read in random order, by workers that die, and taken back in the middle, are the org in the end (%i)',
  async (seed) => {
    const org = await openRangeOrg()
    await readAtRandom(org, seed)
    await expectWhole(org)
    pass(org)
    expect(await org.sync({ reconcile: true })).toMatchObject({ outcome: 'done', written: 0, deleted: 0 })
  },
  120_000,
)

function sum(numbers: number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
