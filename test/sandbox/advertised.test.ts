import { expect, test } from 'vitest'
import { data, openClient, type Client } from './client.js'

test('every address that the REST API names answers, with a record of its sObject for {ID}', async () => {
  const client = await openClient({ records: 60, extras: ['namespace'] })
  const listed = await Promise.all(
    ['', '/composite', '/jobs', '/tooling', '/sobjects', '/tooling/sobjects'].map((path) => client.get(data(path))),
  )
  const describes = await Promise.all(
    ['/sobjects/Case', '/sobjects/CaseFeed', '/sobjects/Opportunity', '/tooling/sobjects/CustomField'].map((path) =>
      client.get(data(`${path}/describe`)),
    ),
  )
  const named = new Set([...listed, ...describes].flatMap(({ body }) => addressesIn(body)))
  const addresses = [...named].flatMap((address) => withRecord(client, address))
  expect(addresses.length).toBeGreaterThan(350)
  const answers = await Promise.all(addresses.map(async (address) => [address, (await client.get(address)).status]))
  expect(answers.filter(([, status]) => ![200, 400, 405].includes(status as number))).toEqual([])
})

test('a method that composite/tree does not take is refused with those it takes', async () => {
  const { get, post } = await openClient()
  expect(await get(data('/composite/tree'))).toMatchObject({ status: 405, body: [{ errorCode: 'METHOD_NOT_ALLOWED' }] })
  expect((await post(data('/composite/tree/Account'), { records: [] })).status).toBe(400)
})

test('a feed item is read by its Id under the name of its feed, and under no other', async () => {
  const { get, rows } = await openClient({ records: 60 })
  const [item] = await rows('SELECT Id, Body FROM CaseFeed LIMIT 1')
  expect((await get(item.attributes.url)).body).toMatchObject(item)
  expect((await get(data(`/composite/sobjects/CaseFeed?ids=${item.Id}&fields=Id`))).body).toMatchObject([
    { Id: item.Id },
  ])
  expect((await get(data(`/sobjects/AccountFeed/${item.Id}`))).status).toBe(404)
})

test('what the Tooling API names is of the Tooling API', async () => {
  const { get } = await openClient()
  const { body } = await get(`${data('/tooling/query')}?q=SELECT+Id+FROM+CustomObject+LIMIT+1`)
  expect(body.records[0].attributes.url).toBe(data(`/tooling/sobjects/CustomObject/${body.records[0].Id}`))
  expect((await get(body.records[0].attributes.url)).body.Id).toBe(body.records[0].Id)
})

/** The addresses below /services/data, at any depth. */
function addressesIn(body: unknown): string[] {
  if (typeof body === 'string') return body.startsWith('/services/data/') ? [body] : []
  return typeof body === 'object' && body !== null ? Object.values(body).flatMap(addressesIn) : []
}

/** Records are those of the REST API's sObjects. */
function withRecord({ sandbox }: Client, address: string): string[] {
  if (!address.includes('{ID}')) return [address]
  const name = /\/v[\d.]+\/sobjects\/(\w+)\/\{ID\}$/.exec(address)?.[1]
  if (name === undefined) return []
  const row = [...sandbox.store.rows(name)].find(({ isDeleted }) => !isDeleted)
  return row === undefined ? [] : [address.replace('{ID}', row.id)]
}
