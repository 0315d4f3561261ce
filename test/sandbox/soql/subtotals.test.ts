import { expect, test } from 'vitest'
import { openClient, type Client } from '../client.js'

async function openWithLeads(): Promise<Client> {
  const client = await openClient()
  for (const [LeadSource, Rating] of [
    ['Web', 'Hot'],
    ['Web', null],
    ['Other', 'Warm'],
  ] as const) {
    client.sandbox.store.insert('Lead', {
      LastName: 'x',
      Company: 'y',
      Status: 'Open - Not Contacted',
      LeadSource,
      Rating,
    })
  }
  return client
}

const COLUMNS = 'LeadSource, Rating, GROUPING(LeadSource) overSource, GROUPING(Rating) overRating, COUNT(Id) n'

test('ROLLUP adds subtotals from right to left and a grand total', async () => {
  const client = await openWithLeads()
  const rows = await client.rows(`SELECT ${COLUMNS} FROM Lead GROUP BY ROLLUP(LeadSource, Rating)`)
  expect(rows.map(listed)).toEqual([
    ['Web', 'Hot', 0, 0, 1],
    ['Web', null, 0, 0, 1],
    ['Web', null, 0, 1, 2],
    ['Other', 'Warm', 0, 0, 1],
    ['Other', null, 0, 1, 1],
    [null, null, 1, 1, 3],
  ])
})

test('CUBE adds subtotals for every choice of columns; HAVING and ORDER BY tell them by GROUPING', async () => {
  const client = await openWithLeads()
  const rows = await client.rows(
    `SELECT ${COLUMNS} FROM Lead GROUP BY CUBE(LeadSource, Rating) HAVING GROUPING(LeadSource) = 1 ` +
      'ORDER BY GROUPING(Rating), Rating NULLS LAST',
  )
  expect(rows.map(listed)).toEqual([
    [null, 'Hot', 1, 0, 1],
    [null, 'Warm', 1, 0, 1],
    [null, null, 1, 0, 1],
    [null, null, 1, 1, 3],
  ])
})

test('picklists sort in the order of Setup, and the least and the greatest of them go by it', async () => {
  const client = await openClient()
  for (const StageName of ['Closed Won', 'Qualification', 'Closed Lost', 'Prospecting']) {
    client.sandbox.store.insert('Opportunity', { Name: StageName, StageName, CloseDate: '2026-01-01' })
  }
  const names = async (tail: string) =>
    (await client.rows(`SELECT Name FROM Opportunity ${tail}`)).map(({ Name }) => Name)
  expect(await names('ORDER BY StageName')).toEqual(['Prospecting', 'Qualification', 'Closed Won', 'Closed Lost'])
  expect(await names('ORDER BY StageName DESC LIMIT 1')).toEqual(['Closed Lost'])
  const [row] = await client.rows('SELECT MIN(StageName) least, MAX(StageName) most FROM Opportunity')
  expect(row).toMatchObject({ least: 'Prospecting', most: 'Closed Lost' })
  const groups = await client.rows('SELECT StageName FROM Opportunity GROUP BY StageName ORDER BY StageName')
  expect(groups.map(({ StageName }) => StageName)).toEqual(await names('ORDER BY StageName'))
})

function listed(row: Record<string, unknown>): unknown[] {
  return [row['LeadSource'], row['Rating'], row['overSource'], row['overRating'], row['n']]
}

test('subtotals are put where ORDER BY says, each way', async () => {
  const client = await openWithLeads()
  const order = async (direction: string) => {
    const tail = `GROUP BY ROLLUP(LeadSource) ORDER BY GROUPING(LeadSource)${direction}, LeadSource`
    return (await client.rows(`SELECT LeadSource, COUNT(Id) n FROM Lead ${tail}`)).map(({ n }) => n)
  }
  expect(await order('')).toEqual([2, 1, 3])
  expect(await order(' DESC')).toEqual([3, 2, 1])
  expect(await order(' ASC NULLS LAST')).toEqual([2, 1, 3])
})
