import { expect, test } from 'vitest'
import { openGoBetween } from '../support/go-between.js'
import { openJourney, unhurried } from '../support/journey.js'

test(
  'an object that is not read without a condition costs a refused look and a refused call, not those in each run',
  unhurried,
  async () => {
    const settings = `standard_objects_to_sync: [Account]
children: false
objects: { Account: { where: "Name != 'None'" } }
`
    const journey = await openJourney({ settings, ownProcesses: false })
    const refusal = [
      { errorCode: 'MALFORMED_QUERY', message: 'Implementation restriction: Account requires a filter.' },
    ]
    let refused = 0
    const between = await openGoBetween(journey.sandbox.url, ({ soql }) => {
      if (soql?.includes('FROM Account') !== true || soql.includes('None')) return undefined
      refused += 1
      return { status: 400, body: refusal }
    })
    journey.env['SF_EXTRACT_LOGIN_URL'] = between.url
    const { id } = journey.sandbox.store.insert('Account', { Name: 'Acme' })
    const runs = [await journey.sync(), await journey.sync(), await journey.sync()]
    expect(refused).toBe(2)
    for (const { report } of runs.slice(1)) expect(report.objects[0]?.warnings?.join()).toContain('--reconcile')
    journey.sandbox.store.delete(id)
    expect((await journey.sync()).documents).toMatchObject([{ id, deleted: true }])
    const { id: purged } = journey.sandbox.store.insert('Account', { Name: 'Beta' })
    await journey.sync()
    journey.sandbox.store.purge(purged)
    const reconciled = await journey.sync('--reconcile')
    expect(reconciled).toMatchObject({ code: 0, documents: [{ id: purged, deleted: true, reason: 'missing' }] })
    expect(refused).toBe(2)
    await journey.sync('--full')
    expect(refused).toBe(3)
  },
)
