import { expect, test } from 'vitest'
import { openGoBetween, type Instead } from '../support/go-between.js'
import { openJourney, unhurried } from '../support/journey.js'
import { recordIds } from '../support/written.js'

const refused: [string, Instead][] = [
  ['404', { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }] }],
  ['400 INVALID_TYPE', { status: 400, body: [{ errorCode: 'INVALID_TYPE', message: 'not replicatable' }] }],
  ['400 EXCEEDED_ID_LIMIT', { status: 400, body: [{ errorCode: 'EXCEEDED_ID_LIMIT', message: 'exceeded' }] }],
]

test.each(refused)(
  'a list of deletions that the org refuses with %s is a warning, and the rows are read',
  unhurried,
  async (_, answer) => {
    const settings = 'standard_objects_to_sync: [Campaign]\nchildren: false\n'
    const journey = await openJourney({ settings, ownProcesses: false })
    const { store } = journey.sandbox
    store.setObject('Campaign', { undeletable: false })
    const first = store.insert('Campaign', { Name: 'Spring' }).id
    const between = await openGoBetween(journey.sandbox.url, ({ line }) =>
      line.includes('/Campaign/deleted') ? answer : undefined,
    )
    journey.env['SF_EXTRACT_LOGIN_URL'] = between.url
    await journey.sync()
    journey.pass(3600)
    const second = store.insert('Campaign', { Name: 'Summer' }).id
    const { code, documents, report } = await journey.sync()
    expect(code).toBe(0)
    expect(recordIds(documents)).toEqual([second])
    expect(report.objects[0]!.warnings?.join()).toContain('`sf-extract sync --reconcile` finds them')
    store.delete(first)
    store.purge(first)
    expect((await journey.sync('--reconcile')).documents).toMatchObject([{ id: first, reason: 'missing' }])
  },
)
