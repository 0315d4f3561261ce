import { expect, test } from 'vitest'
import { openJourney } from '../support/journey.js'

const settings = 'standard_objects_to_sync: [Account, Contact, Lead, Opportunity, Case]\nsync_custom_objects: false\n'

test.each([
  ['a first run', 0],
  ['a later run', 1],
])('an org that sends no Date ends %s at once, with the reason, for few calls', async (_what, runs) => {
  const { sandbox, sync } = await openJourney({ settings, records: 300, ownProcesses: false })
  for (let run = 0; run < runs; run++) expect((await sync()).code).toBe(0)
  sandbox.faults.add({ name: 'no-date' })
  const { code, stderr, report, documents } = await sync()
  expect(code).toBe(1)
  expect(stderr.match(/^error .*/gm)).toEqual([
    expect.stringMatching(/^error BAD_ANSWER: .* none has a Date header that can be read/) as string,
  ])
  expect(report.calls).toBeLessThanOrEqual(3)
  expect(documents.filter(({ type }) => type !== 'folder')).toEqual([])
  sandbox.faults.remove()
  const good = await sync()
  expect(good.code).toBe(0)
  expect(good.report.written > 0).toBe(runs === 0)
})
