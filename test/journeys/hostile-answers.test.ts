import { describe, expect, test } from 'vitest'
import { openGoBetween, type Instead } from '../support/go-between.js'
import { openJourney, unhurried, type Journey, type SyncEnd } from '../support/journey.js'
import { loadKept } from '../support/kept-state.js'
import { recordIds } from '../support/written.js'

const settings = 'standard_objects_to_sync: [Account, Lead]\nchildren: false\ndeletes: false\n'
const accountId = '0015g0000000001AAA'
const noRows = { totalSize: 0, done: true, records: [] }

/** An org with two accounts and a lead, behind a server that answers in its stead about accounts. */
async function openBehind(accounts: () => Instead | undefined): Promise<Journey> {
  const journey = await openJourney({ settings, ownProcesses: false })
  const { store } = journey.sandbox
  for (const Name of ['Acme', 'Beta']) store.insert('Account', { Name })
  store.insert('Lead', { LastName: 'Lee', Company: 'Acme' })
  const between = await openGoBetween(journey.sandbox.url, ({ soql }) =>
    soql?.includes('FROM Account') ? accounts() : undefined,
  )
  journey.env['SF_EXTRACT_LOGIN_URL'] = between.url
  return journey
}

/** The end of a run in which the account failed alone, and said why without a stack. */
function failedAlone(message: string) {
  const error = { code: 'BAD_ANSWER', message: expect.stringContaining(message) as string }
  return { code: 4, error, lead: 'done', isBug: false }
}

function endOf({ code, report, stderr }: SyncEnd) {
  const outcomes = new Map(report.objects.map(({ object, outcome, error }) => [object, { outcome, error }]))
  const isBug = /\n\s+at |BUG/.test(stderr)
  return { code, error: outcomes.get('Account')?.error, lead: outcomes.get('Lead')?.outcome, isBug }
}

describe('answers that are not what the API promises', unhurried, () => {
  const wrong: [string, unknown][] = [
    ['a row is null', { totalSize: 1, done: true, records: [null] }],
    ['a row has no Id', { totalSize: 1, done: true, records: [{ Name: 'Acme' }] }],
    ['no records', { totalSize: 1, done: true }],
    ['is no key', { totalSize: 2, done: true, records: [{ Id: accountId }, { Id: accountId }] }],
    ['announced 300 rows and sent 0', { ...noRows, totalSize: 300 }],
    ['nested more than', `{"totalSize":1,"done":true,"records":[${'{"P":'.repeat(100_000)}1${'}'.repeat(100_000)}]}`],
  ]

  test.each(wrong)('fail their object alone: %s', async (message, body) => {
    const journey = await openBehind(() => ({ body }))
    expect(endOf(await journey.sync())).toMatchObject(failedAlone(message))
  })

  test('are asked for anew in the next run', async () => {
    let isShort = true
    const journey = await openBehind(() => (isShort ? { body: { ...noRows, totalSize: 2 } } : undefined))
    expect(endOf(await journey.sync())).toMatchObject(failedAlone('announced 2 rows and sent 0'))
    isShort = false
    const mended = await journey.sync()
    expect(recordIds(mended.documents)).toHaveLength(2)
    expect(mended.code).toBe(0)
  })

  test('that end early after several pages have their window read from its beginning', async () => {
    const headers = { date: 'Mon, 05 Jan 2026 09:30:11 GMT' }
    const first = { Id: '001000000000001AAA', Name: 'Acme' }
    const body = { totalSize: 3, done: false, nextRecordsUrl: '/services/data/v62.0/query/01gAB-1', records: [first] }
    const journey = await openJourney({ settings: settings.replace(', Lead', ''), ownProcesses: false })
    const between = await openGoBetween(journey.sandbox.url, ({ line, soql }) => {
      if (line.includes('/query/01g')) return { headers, body: { ...noRows, totalSize: 3 } }
      return soql?.includes('FROM Account') ? { headers, body } : undefined
    })
    journey.env['SF_EXTRACT_LOGIN_URL'] = between.url
    const { code, report } = await journey.sync()
    expect(report.objects[0]?.error).toMatchObject({ code: 'BAD_ANSWER' })
    expect(code).toBe(4)
    expect((await loadKept(journey.folder, 'Account')).rows?.open).not.toHaveProperty('after')
  })

  test('with a Date that is no moment leave the state as it was', async () => {
    let date: string | undefined = 'Fri, 13 Sep 275760 00:00:00 GMT'
    const journey = await openBehind(() => (date === undefined ? undefined : { headers: { date }, body: noRows }))
    const broken = await journey.sync()
    expect(broken.stderr).not.toContain('STATE_BROKEN')
    expect(endOf(broken)).toMatchObject(failedAlone('no Date header that can be read'))
    date = undefined
    expect((await journey.sync()).code).toBe(0)
  })

  test('that are too long fail their object alone', async () => {
    const journey = await openBehind(() => ({ body: ' '.repeat(1_500_000) }))
    journey.env['SF_EXTRACT_MAX_ANSWER_BYTES'] = '1MB'
    expect(endOf(await journey.sync())).toMatchObject(failedAlone('it is longer than 1000000 bytes'))
  })
})
