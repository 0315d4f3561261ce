import { expect, test } from 'vitest'
import { openGoBetween, type Instead } from '../support/go-between.js'
import { openJourney, unhurried } from '../support/journey.js'
import { recordIds } from '../support/written.js'

const page = '<html><body>Log in</body></html>'
const html = { 'content-type': 'text/html' }
const answers: [string, Instead][] = [
  ['a page with 404', { status: 404, headers: html, body: page }],
  ['an empty 404', { status: 404 }],
  [
    '404 as JSON',
    { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }] },
  ],
  ['410', { status: 410 }],
  ['421', { status: 421, headers: html, body: page }],
  ['a page with 200', { headers: html, body: page }],
  ['a page with 400', { status: 400, headers: html, body: page }],
  ['a page with 403', { status: 403, headers: html, body: page }],
  ['a redirect', { status: 302, headers: { location: 'https://elsewhere.my.salesforce.com/' } }],
]

test.each(answers)(
  'a kept session whose address answers with %s costs one login, and the run goes on',
  unhurried,
  async (_, answer) => {
    const settings = 'standard_objects_to_sync: [Account]\nchildren: false\n'
    const journey = await openJourney({ settings, ownProcesses: false })
    const logins: string[] = []
    let token: string | undefined
    const between = await openGoBetween(journey.sandbox.url, ({ line, authorization }) => {
      if (line.includes('/oauth2/token')) logins.push(line)
      return authorization !== undefined && authorization === token ? answer : undefined
    })
    journey.env['SF_EXTRACT_LOGIN_URL'] = between.url
    await journey.sync()
    token = between.passed.at(-1)!.authorization
    const { id } = journey.sandbox.store.insert('Account', { Name: 'Acme' })
    const { code, documents } = await journey.sync()
    expect(code).toBe(0)
    expect(recordIds(documents)).toEqual([id])
    expect(logins).toHaveLength(2)
  },
)

test('a kept session stays where an org has no composite calls: nothing is there but what is asked by itself', async () => {
  const settings = 'standard_objects_to_sync: [Account]\nchildren: false\n'
  const journey = await openJourney({ settings, ownProcesses: false })
  const logins: string[] = []
  const between = await openGoBetween(journey.sandbox.url, ({ line }) => {
    if (line.includes('/oauth2/token')) logins.push(line)
    return line.endsWith('/composite') ? { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'No' }] } : undefined
  })
  journey.env['SF_EXTRACT_LOGIN_URL'] = between.url
  await journey.sync()
  const { id } = journey.sandbox.store.insert('Account', { Name: 'Acme' })
  const { code, documents } = await journey.sync()
  expect({ code, ids: recordIds(documents) }).toEqual({ code: 0, ids: [id] })
  expect(logins).toHaveLength(1)
})
