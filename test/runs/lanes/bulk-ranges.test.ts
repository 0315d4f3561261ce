import { expect, test } from 'vitest'
import { askedSince } from '../../support/journey.js'
import type { LaneOrg } from '../../support/lane-org.js'
import { expectWhole, openRangeOrg, pass, rangeRows, readAtRandom } from '../../support/range-org.js'

const seeds = (process.env['RANGE_SEEDS'] ?? '1').split(',').map(Number)

test('ranges of a load that goes by a job are read by jobs of their own, where they are large enough', async () => {
  const org = await openRangeOrg({ SF_EXTRACT_BULK_THRESHOLD: '400' })
  org.config.datasources[0]!.children = false
  expect((await org.poll()).objects[0]).toMatchObject({ object: 'Account', outcome: 'handed' })
  expect(org.handed.map(({ object }) => object)).toEqual(['Account/1', 'Account/2', 'Account/3'])
  const reports = await Promise.all(org.handed.map((handed) => org.work({}, handed)))
  expect(reports.reduce((sum, { written }) => sum + written, 0)).toBe(rangeRows)
  expect(countJobs(org)).toBe(2)
  pass(org)
  expect(await org.poll()).toMatchObject({ outcome: 'done', written: 0 })
  await expectWhole(org)
})

test('a load that the settings send by jobs is counted first, in one call, and cut too', async () => {
  const org = await openRangeOrg()
  org.config.datasources[0]!.transport = 'bulk'
  await org.poll()
  expect(org.handed.map(({ object }) => object).toSorted()).toEqual(['Account/1', 'Account/2', 'Account/3', 'Case'])
  expect(askedSince(org.sandbox).filter(({ soql }) => soql?.includes(' FROM Account '))).toHaveLength(3 + 2 * 3)
  const small = await openRangeOrg({ SF_EXTRACT_RANGE_THRESHOLD: '1501' })
  small.config.datasources[0]!.transport = 'bulk'
  await small.poll()
  expect(small.handed.map(({ object }) => object).toSorted()).toEqual(['Account', 'Case'])
})

test('a job whose worker dies is gone on with by who takes its range back, beside further jobs for the others', async () => {
  const org = await openRangeOrg()
  org.config.datasources[0]!.transport = 'bulk'
  await org.poll()
  const first = org.handed.find(({ object }) => object === 'Account/1')
  const half = await org.work({ limit: AbortSignal.abort() }, first)
  expect(half).toMatchObject({ outcome: 'interrupted', written: 250 })
  expect(countJobs(org)).toBe(1)
  pass(org, 60)
  expect(await org.sync({ objects: ['Account'] })).toMatchObject({ outcome: 'done', written: rangeRows - 250 })
  expect(countJobs(org)).toBe(3)
  await expectWhole(org)
})

test.each(seeds)(
  'jobs that are read in random order, by workers that die, are the org in the end (%i)',
  async (seed) => {
    const org = await openRangeOrg()
    org.config.datasources[0]!.transport = 'bulk'
    await readAtRandom(org, seed)
    await expectWhole(org)
    pass(org)
    expect(await org.sync({ reconcile: true })).toMatchObject({ outcome: 'done', written: 0, deleted: 0 })
  },
)

/** The query jobs that were made. */
function countJobs({ sandbox }: LaneOrg): number {
  return askedSince(sandbox).filter(({ method, url }) => method === 'POST' && url.includes('/jobs/query')).length
}
