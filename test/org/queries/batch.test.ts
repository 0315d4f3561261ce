import { expect, test } from 'vitest'
import { openScriptedOrg } from '../../support/scripted-org.js'

const describe = { name: 'Account', fields: [{ name: 'Id', type: 'id' }], childRelationships: [] }

test('a describe of a batch is sent when its result is asked for, and once', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ body: describe })
  const pending = org.batch().describe('Account', 'Mon, 05 Jan 2026 09:30:11 GMT')
  expect(server.requests).toHaveLength(0)
  const [first, second] = await Promise.all([pending.result(), pending.result()])
  expect(first).toMatchObject({ body: { name: 'Account' } })
  expect(second).toBe(first)
  expect(server.requests.map(({ headers }) => headers['if-modified-since'])).toEqual(['Mon, 05 Jan 2026 09:30:11 GMT'])
})

test('a describe that fails leaves the rest of its batch alone', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer(
    { status: 404, body: [{ errorCode: 'NOT_FOUND', message: 'gone' }] },
    { body: { sobjects: [{ name: 'Account' }] } },
  )
  const batch = org.batch()
  const [account, all] = [batch.describe('Account'), batch.describeGlobal()]
  await expect(account.result()).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' })
  expect((await all.result()).body).toMatchObject([{ name: 'Account' }])
})
