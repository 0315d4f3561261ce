import { expect, test } from 'vitest'
import { openClient, type Client } from '../client.js'

/** Opportunities of a summer night in Berlin, of the day after, and of the winter before. */
async function openWithDeals(): Promise<Client> {
  const client = await openClient()
  const { store } = client.sandbox
  const deal = { StageName: 'Prospecting', Type: 'New Customer' }
  const night = Date.UTC(2026, 5, 30, 22, 30)
  store.insert('Opportunity', { ...deal, Name: 'night', Amount: 1234.5, CloseDate: '2026-07-01' }, { at: night })
  store.insert(
    'Opportunity',
    { ...deal, Name: 'day', Amount: 20, CloseDate: '2026-08-15' },
    { at: Date.UTC(2026, 6, 1) },
  )
  store.insert('Opportunity', { ...deal, Name: 'winter', CloseDate: '2026-01-09' }, { at: Date.UTC(2026, 0, 2) })
  return client
}

test('a date that is grouped by stands for each of its parts', async () => {
  const client = await openWithDeals()
  const rows = await client.rows(
    'SELECT CALENDAR_MONTH(CloseDate) month, COUNT(Id) deals FROM Opportunity GROUP BY CloseDate ORDER BY CloseDate',
  )
  expect(rows.map(({ month, deals }) => [month, deals])).toEqual([
    [1, 1],
    [7, 1],
    [8, 1],
  ])
})

test('date functions filter rows, in UTC or in the time zone of the user', async () => {
  const client = await openWithDeals()
  const names = async (where: string) =>
    (await client.rows(`SELECT Name FROM Opportunity WHERE ${where} ORDER BY Id`)).map(({ Name }) => Name)
  expect(await names('CALENDAR_MONTH(CreatedDate) = 6')).toEqual(['night'])
  expect(await names('CALENDAR_MONTH(convertTimezone(CreatedDate)) = 7')).toEqual(['night', 'day'])
  expect(await names('HOUR_IN_DAY(convertTimezone(CreatedDate)) = 0')).toEqual(['night'])
  expect(await names('DAY_ONLY(CreatedDate) > 2026-06-29 AND DAY_IN_WEEK(CreatedDate) = 3')).toEqual(['night'])
  expect(await names('CALENDAR_QUARTER(CloseDate) = 3 AND FISCAL_YEAR(CloseDate) = 2026')).toEqual(['night', 'day'])
  expect(await names('WEEK_IN_YEAR(CloseDate) = 2 AND WEEK_IN_MONTH(CloseDate) = 2')).toEqual(['winter'])
  expect(await names('DAY_IN_YEAR(CloseDate) < 10 AND DAY_IN_MONTH(CloseDate) = 9')).toEqual(['winter'])
})

test('date functions group rows, and order and select their groups', async () => {
  const client = await openWithDeals()
  const rows = await client.rows(
    'SELECT CALENDAR_QUARTER(CloseDate), COUNT(Id) n, DAY_ONLY(CreatedDate) day FROM Opportunity ' +
      'GROUP BY CALENDAR_QUARTER(CloseDate), DAY_ONLY(CreatedDate) HAVING CALENDAR_QUARTER(CloseDate) > 0 ' +
      'ORDER BY CALENDAR_QUARTER(CloseDate) DESC, DAY_ONLY(CreatedDate)',
  )
  expect(rows.map(({ expr0, n, day }) => [expr0, n, day])).toEqual([
    [3, 1, '2026-06-30'],
    [3, 1, '2026-07-01'],
    [1, 1, '2026-01-02'],
  ])
})

test('toLabel and FORMAT stand for their field, or beside it under another name', async () => {
  const client = await openWithDeals()
  const [row] = await client.rows(
    'SELECT toLabel(StageName), Amount, FORMAT(Amount) cash, ' +
      "FORMAT(CloseDate) closes, FORMAT(CreatedDate), toLabel(Type) kind, Type FROM Opportunity WHERE Name = 'night'",
  )
  expect(row).toMatchObject({
    StageName: 'Prospecting',
    Amount: 1234.5,
    cash: '€1,234.50',
    closes: '01/07/2026',
    CreatedDate: '01/07/2026, 00:30',
    kind: 'New Customer',
    Type: 'New Customer',
  })
  const [largest] = await client.rows('SELECT FORMAT(MAX(Amount)) most, FORMAT(MIN(CloseDate)) FROM Opportunity')
  expect(largest).toMatchObject({ most: '€1,234.50', expr0: '09/01/2026' })
  const labelled = await client.rows("SELECT Id FROM Opportunity WHERE toLabel(Type) = 'New Customer'")
  expect(labelled).toHaveLength(3)
})

test('a function of a parent shows in the place of the parent', async () => {
  const client = await openClient()
  const account = client.sandbox.store.insert('Account', { Name: 'a', Rating: 'Hot', AnnualRevenue: 5 })
  client.sandbox.store.insert('Contact', { LastName: 'c', AccountId: account.id })
  const [row] = await client.rows(
    'SELECT toLabel(Account.Rating), FORMAT(Account.AnnualRevenue), Account.Name, FORMAT(Account.AnnualRevenue) revenue ' +
      'FROM Contact',
  )
  expect(row.Account).toMatchObject({ Rating: 'Hot', AnnualRevenue: '€5.00', Name: 'a' })
  expect(row.revenue).toBe('€5.00')
})

test('distances are selected, filtered and ordered by, in miles or kilometres', async () => {
  const client = await openClient()
  const places = { Berlin: [52.52, 13.405], Hamburg: [53.5511, 9.9937], nowhere: [null, null] } as const
  for (const [Name, [latitude, longitude]] of Object.entries(places)) {
    client.sandbox.store.insert('Project__c', {
      Name,
      Site_Location__Latitude__s: latitude,
      Site_Location__Longitude__s: longitude,
    })
  }
  const away = "DISTANCE(Site_Location__c, GEOLOCATION(53.55, 9.99), 'km')"
  const rows = await client.rows(
    `SELECT Name, ${away} FROM Project__c WHERE ${away} < 300 ORDER BY ${away}`.replaceAll('\n', ' '),
  )
  expect(rows.map(({ Name }) => Name)).toEqual(['Hamburg', 'Berlin'])
  expect(rows[1].expr0).toBeCloseTo(255.5, 0)
  const [berlin] = await client.rows(
    "SELECT DISTANCE(Site_Location__c, GEOLOCATION(53.55, 9.99), 'mi') miles FROM Project__c WHERE Name = 'Berlin'",
  )
  expect(berlin.miles).toBeCloseTo(158.8, 0)
})

test('parents go by aliases of their own', async () => {
  const client = await openClient()
  const { store } = client.sandbox
  const account = store.insert('Account', { Name: 'Halden' })
  const contact = store.insert('Contact', { LastName: 'Berg', AccountId: account.id })
  store.insert('Case', { Subject: 'x', ContactId: contact.id, AccountId: account.id })
  const [row] = await client.rows(
    "SELECT k.Subject, c.LastName, a.Name FROM Case k, k.Contact c, c.Account a WHERE c.LastName = 'Berg' ORDER BY a.Name",
  )
  expect(row).toMatchObject({ Subject: 'x', Contact: { LastName: 'Berg', Account: { Name: 'Halden' } } })
})

test('all fields are given of rows that are few: by LIMIT or by their Ids', async () => {
  const client = await openClient()
  const ids = Array.from({ length: 201 }, (_, n) => client.sandbox.store.insert('Account', { Name: `${n}` }).id)
  const listed = (count: number) => `Id IN (${ids.slice(0, count).map((id) => `'${id}'`)})`
  const answers = async (tail: string) => (await client.query(`SELECT FIELDS(ALL) FROM Account ${tail}`)).body
  expect((await answers(`WHERE ${listed(200)} AND Name != 'x'`)).records).toHaveLength(200)
  expect((await answers(`WHERE Id = '${ids[0]}' OR Id = '${ids[1]}'`)).records).toHaveLength(2)
  expect((await answers(`WHERE ${listed(201)}`))[0].errorCode).toBe('MALFORMED_QUERY')
  expect((await answers(`WHERE Id = '${ids[0]}' OR Name = 'x'`))[0].errorCode).toBe('MALFORMED_QUERY')
})

test('toLabel() gives what users see for a value, in rows and in conditions', async () => {
  const client = await openClient()
  const { store } = client.sandbox
  for (const Status of ['0', '3']) store.insert('EmailMessage', { Subject: `mail ${Status}`, Status })
  const soql = "SELECT Subject, Status, toLabel(Status) shown FROM EmailMessage WHERE toLabel(Status) = 'Sent'"
  const expected = { Subject: 'mail 3', Status: '3', shown: 'Sent' }
  expect(await client.rows(soql)).toEqual([expect.objectContaining(expected)])
})
