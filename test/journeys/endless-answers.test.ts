import { expect, test } from 'vitest'
import { openGoBetween, type Instead } from '../support/go-between.js'
import { openJourney, unhurried } from '../support/journey.js'

const settings = 'standard_objects_to_sync: [Account, Lead]\nchildren: false\ndeletes: false\n'
const lost = [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }]

test(
  'an org that gives rows in turn, whatever row they are to follow, ends the object and not the run',
  unhurried,
  async () => {
    const journey = await openJourney({ settings, ownProcesses: false })
    const { store } = journey.sandbox
    const ids = ['One', 'Two'].map((Name) => store.insert('Account', { Name }).id)
    store.insert('Lead', { LastName: 'Lee', Company: 'Acme' })
    let asked = 0
    const between = await openGoBetween(journey.sandbox.url, ({ line, soql }): Instead | undefined => {
      if (line.includes('/query/endless')) return { status: 400, body: lost }
      if (soql?.includes('FROM Account') !== true) return undefined
      const id = ids[asked++ % 2]!
      const attributes = { type: 'Account', url: `/services/data/v62.0/sobjects/Account/${id}` }
      const records = [{ attributes, Id: id, Name: 'One', SystemModstamp: '2026-01-05T09:30:11.000+0000' }]
      return { body: { totalSize: 9, done: false, nextRecordsUrl: '/services/data/v62.0/query/endless', records } }
    })
    journey.env['SF_EXTRACT_LOGIN_URL'] = between.url
    const { code, report } = await journey.sync()
    expect(code).toBe(4)
    expect(asked).toBeLessThan(6)
    expect(report.objects).toMatchObject([
      { object: 'Account', outcome: 'failed', error: { code: 'BAD_ANSWER' } },
      { object: 'Lead', outcome: 'done', written: 1 },
    ])
  },
)
