import { expect, test } from 'vitest'
import type { NestedRows, RecordDocument, Row } from '../../../src/terms.js'
import { openSyncedOrg, type SyncedOrg } from '../../support/synced-org.js'
import { recordIds, records } from '../../support/written.js'

const html = '<html><head><style>p { margin: 0 }</style></head><body><p>The router&nbsp;is</p><p>down</p></body></html>'

/** A case with a mail of these values. */
async function openMail(values: Row, options: Parameters<typeof openSyncedOrg>[0] = {}) {
  const synced = await openSyncedOrg({ ...options, datasource: { standardObjects: ['Case'], ...options.datasource } })
  const { store } = synced.sandbox
  const { id } = store.insert('Case', { Subject: 'Help' })
  const mail = store.insert('EmailMessage', { ParentId: id, Subject: 'Re: Help', ...values })
  synced.pass(60)
  return { synced, store, id, mail }
}

async function runOnce(synced: SyncedOrg) {
  const outcome = await synced.run()
  const asked = outcome.requests.flatMap(({ soql }) => (soql?.includes('HtmlBody') ? soql : []))
  const [report] = outcome.report.objects
  return { ...outcome, document: records(outcome.documents)[0]!, asked, report: report! }
}

function mailIn({ payload }: RecordDocument): Row {
  return (payload['EmailMessages'] as NestedRows).records[0]!
}

test('a mail that has only HTML gives its case its words, without the HTML', async () => {
  const { synced, mail } = await openMail({ TextBody: null, HtmlBody: html })
  const { document, asked } = await runOnce(synced)
  expect(document.content).toMatch(/\nRe: Help\nThe router is\ndown$/)
  expect(mailIn(document)).toMatchObject({ TextBody: null, HtmlText: 'The router is\ndown' })
  expect(mailIn(document)).not.toHaveProperty('HtmlBody')
  expect(asked).toEqual([`SELECT Id, HtmlBody FROM EmailMessage WHERE Id IN ('${mail.id}')`])
})

test('a change of its HTML writes the case again, once', async () => {
  const { synced, store, id, mail } = await openMail({ HtmlBody: html })
  await synced.run()
  synced.pass(60)
  store.update(mail.id, { HtmlBody: '<p>It works</p>' })
  synced.pass(60)
  const { documents, document } = await runOnce(synced)
  expect(recordIds(documents)).toEqual([id])
  expect(document.content).toMatch(/\nIt works$/)
  synced.pass(60)
  expect((await runOnce(synced)).documents).toEqual([])
})

test('a mail with a plain text costs no call, and is read by it', async () => {
  const { synced } = await openMail({ TextBody: 'Plain', HtmlBody: '<p>Rich</p>' })
  const { document, asked } = await runOnce(synced)
  expect(document.content).toMatch(/\nRe: Help\nPlain$/)
  expect(mailIn(document)).not.toHaveProperty('HtmlText')
  expect(asked).toEqual([])
})

test.each([null, ' ', '<p><img src="cid:1"></p>'])('a mail whose HTML says nothing (%j) has no words', async (text) => {
  const { synced } = await openMail({ TextBody: '\n', HtmlBody: text })
  const { document } = await runOnce(synced)
  expect(document.content).toMatch(/\nRe: Help$/)
  expect(mailIn(document)).not.toHaveProperty('HtmlText')
})

test('the HTML of many mails is asked for a few hundred at a time, and each lies in its own mail', async () => {
  const { synced, store, id } = await openMail({ TextBody: 'Plain' })
  for (let n = 0; n < 450; n++) store.insert('EmailMessage', { ParentId: id, HtmlBody: `<p>Mail ${n}.</p>` })
  synced.pass(60)
  const { document, asked, requests } = await runOnce(synced)
  const mails = (document.payload['EmailMessages'] as NestedRows).records.map((mail) => mail['HtmlText'])
  expect(mails).toEqual([undefined, ...Array.from({ length: 450 }, (_, n) => `Mail ${n}.`)])
  expect(asked.map((soql) => soql.match(/'02s\w+'/g)!.length)).toEqual([200, 200, 50])
  expect(Math.max(...requests.map(({ headBytes }) => headBytes))).toBeLessThanOrEqual(16_384)
})

test('HTML that the org does not show is missed in the report, and not asked for', async () => {
  const { synced, store } = await openMail({ HtmlBody: html })
  store.removeField('EmailMessage', 'HtmlBody')
  const { document, asked, report } = await runOnce(synced)
  expect(document.content).toMatch(/\nRe: Help$/)
  expect(asked).toEqual([])
  expect(report.missingFields).toContain('EmailMessages.HtmlBody')
})

test('HTML that is gone where a stale cache lists it heals by itself', async () => {
  const { synced, store, id } = await openMail({ HtmlBody: html }, { datasource: { cacheMaxAgeMs: 3_600_000 } })
  await synced.run()
  store.removeField('EmailMessage', 'HtmlBody')
  store.update(id, { Subject: 'Help!' })
  synced.pass(60)
  const { document, report } = await runOnce(synced)
  expect(report).toMatchObject({ outcome: 'done', written: 1 })
  expect(document.content).toMatch(/\nRe: Help$/)
})
