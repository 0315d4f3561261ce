import { expect, test } from 'vitest'
import { openClient, type Client } from './client.js'

async function openWithAccounts(): Promise<Client> {
  const client = await openClient()
  const { store } = client.sandbox
  store.insert('Account', { Name: 'a', Industry: 'Energy', AnnualRevenue: 10 }, { at: Date.UTC(2026, 0, 1) })
  store.insert('Account', { Name: 'b', Industry: 'Energy', AnnualRevenue: 30 }, { at: Date.UTC(2026, 0, 2) })
  store.insert('Account', { Name: 'c', AnnualRevenue: 5 }, { at: Date.UTC(2026, 0, 3) })
  store.insert('Account', { Name: 'd', Industry: 'Banking' }, { at: Date.UTC(2026, 0, 4) })
  return client
}

test('COUNT() has a total and no rows, and heeds WHERE and LIMIT', async () => {
  const client = await openWithAccounts()
  const count = async (tail: string) => (await client.query(`SELECT COUNT() FROM Account ${tail}`)).body
  expect(await count('')).toEqual({ totalSize: 4, done: true, records: [] })
  expect((await count("WHERE Industry = 'Energy'")).totalSize).toBe(2)
  expect((await count('LIMIT 3')).totalSize).toBe(3)
})

test('aggregates go by their alias or expr0, expr1, without an address', async () => {
  const client = await openWithAccounts()
  const soql =
    'SELECT COUNT(Id), MAX(CreatedDate) newest, MIN(AnnualRevenue), SUM(AnnualRevenue), AVG(AnnualRevenue), ' +
    'COUNT_DISTINCT(Industry) kinds FROM Account'
  expect((await client.query(soql)).body).toEqual({
    totalSize: 1,
    done: true,
    records: [
      {
        attributes: { type: 'AggregateResult' },
        expr0: 4,
        newest: '2026-01-04T00:00:00.000+0000',
        expr1: 5,
        expr2: 45,
        expr3: 15,
        kinds: 2,
      },
    ],
  })
  const [none] = await client.rows(
    "SELECT COUNT(Id), MAX(Name), SUM(AnnualRevenue), AVG(AnnualRevenue) FROM Account WHERE Name = 'x'",
  )
  expect(none).toMatchObject({ expr0: 0, expr1: null, expr2: null, expr3: null })
})

test('groups have a row each, in the order asked for', async () => {
  const client = await openWithAccounts()
  const rows = await client.rows(
    'SELECT Industry, COUNT(Id) n FROM Account GROUP BY Industry ORDER BY COUNT(Id) DESC, Industry NULLS LAST',
  )
  expect(rows.map(({ Industry, n }) => [Industry, n])).toEqual([
    ['Energy', 2],
    ['Banking', 1],
    [null, 1],
  ])
  const byOwner = await client.rows('SELECT Owner.Name who, MAX(AnnualRevenue) FROM Account GROUP BY Owner.Name')
  expect(byOwner).toMatchObject([{ who: expect.any(String), expr0: 30 }])
})

test('HAVING keeps groups by their aggregates and fields', async () => {
  const client = await openWithAccounts()
  const groups = async (having: string) =>
    (await client.rows(`SELECT Industry FROM Account GROUP BY Industry HAVING ${having} ORDER BY Industry`)).map(
      (row) => row.Industry,
    )
  expect(await groups('COUNT(Id) > 1')).toEqual(['Energy'])
  expect(await groups("COUNT(Id) = 1 AND Industry LIKE 'B%'")).toEqual(['Banking'])
  expect(await groups('NOT COUNT(Id) > 1')).toEqual([null, 'Banking'])
  expect(await groups("COUNT(Id) > 1 OR (Industry = 'Banking' AND COUNT(Id) = 1)")).toEqual(['Banking', 'Energy'])
})

test('a column that is given twice, or is no aggregate, is refused', async () => {
  const client = await openWithAccounts()
  const refusal = async (soql: string) => (await client.query(soql)).body[0]
  expect(await refusal('SELECT COUNT(Id) n, MAX(Name) N FROM Account')).toEqual({
    errorCode: 'MALFORMED_QUERY',
    message: 'duplicate alias: n',
  })
  expect((await refusal('SELECT Name FROM Account GROUP BY CALENDAR_YEAR(CreatedDate)')).message).toContain(
    'must be grouped or aggregated: Name',
  )
  expect((await refusal('SELECT COUNT(Id), toLabel(Industry) FROM Account')).message).toContain(
    'must be grouped or aggregated: Industry',
  )
  expect((await refusal('SELECT COUNT(Id) FROM Account GROUP BY Industry HAVING Name = null')).message).toContain(
    'grouped',
  )
})

test('an aggregate is refused where its field can have none, or it has no field', async () => {
  const client = await openWithAccounts()
  for (const [call, text, sobject = 'Account'] of [
    ['SUM(Name)', 'field Name does not support aggregate operator SUM'],
    ['AVG(CreatedDate)', 'field CreatedDate does not support aggregate operator AVG'],
    ['MAX(IsDeleted)', 'field IsDeleted does not support aggregate operator MAX'],
    ['COUNT(Description)', 'field Description does not support aggregate operator COUNT'],
    ['MAX(ActivityDate)', 'field ActivityDate does not support aggregate operator MAX', 'Task'],
    ['COUNT(Id)', 'field Id does not support aggregate operator COUNT', 'FeedItem'],
    ['SUM()', "unexpected token: ')'"],
  ]) {
    const { status, body } = await client.query(`SELECT ${call} FROM ${sobject}`)
    expect([call, status, body[0].errorCode, body[0].message.split('\n').at(-1)]).toEqual([
      call,
      400,
      'MALFORMED_QUERY',
      text,
    ])
  }
})

test('the rows of FeedItem are counted without a field', async () => {
  const client = await openClient()
  const { id } = client.sandbox.store.insert('Account', { Name: 'Acme' })
  client.sandbox.store.insert('FeedItem', { ParentId: id, Type: 'TextPost', Body: 'Hello' })
  expect((await client.query('SELECT COUNT() FROM FeedItem')).body.totalSize).toBe(1)
  expect(await client.rows('SELECT COUNT(Id) n, MAX(CreatedDate) FROM AccountFeed')).toMatchObject([{ n: 1 }])
})

test('long text is no group', async () => {
  const client = await openWithAccounts()
  const { body } = await client.query('SELECT Subject FROM EmailMessage GROUP BY Subject')
  expect(body[0].message).toContain("field 'Subject' can not be grouped in a query call")
})
