import { expect, test } from 'vitest'
import { data, openClient, type Client } from './client.js'

async function openSearched(): Promise<Client> {
  const client = await openClient()
  const { store } = client.sandbox
  store.insert('Account', { Name: 'Acme Pumps', Phone: '555 0100' })
  store.insert('Account', { Name: 'Acme Valves' })
  store.insert('Contact', { LastName: 'Acme', Email: 'jane_gray@example.com' })
  return client
}

async function names(client: Client, sosl: string): Promise<string[]> {
  const { status, body } = await client.get(data(`/search?q=${encodeURIComponent(sosl)}`))
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body.searchRecords.map((row: { Name?: string; Id: string }) => row.Name ?? row.Id.slice(0, 3))
}

test.each([
  ['FIND {Acme} RETURNING Account(Name)', ['Acme Pumps', 'Acme Valves']],
  ["FIND {Acme} RETURNING Account(Name WHERE Name LIKE '%Valves'), Contact(Name)", ['Acme Valves', 'Acme']],
  ['FIND {Acme} RETURNING Account(Name ORDER BY Name DESC LIMIT 1)', ['Acme Valves']],
  ['FIND {pum*} IN NAME FIELDS RETURNING Account(Name)', ['Acme Pumps']],
  ['FIND {Acme AND NOT Pumps} RETURNING Account(Name)', ['Acme Valves']],
  ['FIND {"Pumps Acme"} RETURNING Account(Name)', []],
  ['FIND {Pumps OR (Acme AND Valves)} RETURNING Account(Name)', ['Acme Pumps', 'Acme Valves']],
  ['FIND {jane_gray@example.com} IN EMAIL FIELDS RETURNING Contact(Name)', ['Acme']],
  ['FIND {Acme} IN EMAIL FIELDS RETURNING Contact(Name)', []],
  ['FIND {Acme} LIMIT 2', ['001', '001']],
])('%s', async (sosl, found) => {
  expect(await names(await openSearched(), sosl)).toEqual(found)
})

test('a search that is wrong is refused with the place', async () => {
  const client = await openSearched()
  const refusal = async (sosl: string) => {
    const { status, body } = await client.get(data(`/search?q=${encodeURIComponent(sosl)}`))
    return [status, body[0].errorCode, body[0].message]
  }
  expect(await refusal('FIND {John|jane_gray@uoa.edu} RETURNING Contact')).toEqual([
    400,
    'MALFORMED_SEARCH',
    '\nFIND {John|jane_gray@uoa.edu} RETURNING Contact\n         ^\nERROR at Row:1:Column:10\n' +
      "line 1:10 mismatched character '|' expecting '}'",
  ])
  const braces = 'No search term found. The search term must be enclosed in braces.'
  expect(await refusal('FIND John RETURNING Contact')).toEqual([400, 'MALFORMED_SEARCH', braces])
  expect(await refusal('FIND {a}')).toEqual([
    400,
    'MALFORMED_SEARCH',
    'search term must be longer than one character: a',
  ])
  expect((await refusal('FIND {Acme} RETURNING Account(Nothing)'))[1]).toBe('INVALID_FIELD')
})

test('a search without SOSL, by GET and POST', async () => {
  const client = await openSearched()
  const path = data('/parameterizedSearch')
  const got = await client.get(`${path}?q=acme&sobject=Account&Account.fields=id,name&Account.limit=1`)
  expect(got.body.searchRecords).toMatchObject([{ Name: 'Acme Pumps' }])
  const posted = await client.post(path, { q: 'acme', fields: ['id'], sobjects: [{ name: 'Contact' }], in: 'NAME' })
  expect(posted.body.searchRecords).toHaveLength(1)
  client.sandbox.store.insert('Account', { Name: 'Acme Zebra' })
  const inOrder = { name: 'Account', fields: ['Name'], orderBy: 'Name DESC NULLS_LAST', limit: 1 }
  const { body } = await client.post(path, { q: 'acme', sobjects: [inOrder] })
  expect(body.searchRecords).toMatchObject([{ Name: 'Acme Zebra' }])
  expect((await client.get(path)).status).toBe(400)
})
