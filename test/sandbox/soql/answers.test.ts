import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { openClient, data, type Client } from '../client.js'
import { digest, type Field, type Kind, type Row } from './evaluator.js'
import { statements, type Tables } from './statements.js'

const OBJECTS: Readonly<Record<string, string[]>> = {
  Account: ['Name', 'Industry', 'AnnualRevenue', 'NumberOfEmployees', 'BillingCity', 'CreatedDate', 'Parent.Name'],
  Contact: ['LastName', 'Email', 'Account.Name', 'Account.AnnualRevenue', 'IsEmailBounced', 'SystemModstamp'],
  Case: ['Subject', 'Status', 'Priority', 'IsClosed', 'ClosedDate', 'Contact.LastName'],
  Opportunity: ['Name', 'StageName', 'Amount', 'Probability', 'CloseDate', 'IsWon', 'Account.Industry'],
}
const IDS: Readonly<Record<string, string[]>> = {
  Account: ['Id'],
  Contact: ['Id', 'AccountId'],
  Case: ['Id', 'ContactId'],
  Opportunity: ['Id', 'AccountId'],
}
const KINDS: Readonly<Record<string, Kind>> = {
  picklist: 'picklist',
  currency: 'number',
  percent: 'number',
  int: 'number',
  double: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
}

test('250 statements are answered as a full read says', async () => {
  const client = await openClient({ records: 400 })
  const tables = await readAll(client)
  const asked: string[] = []
  await fc.assert(
    fc.asyncProperty(statements(tables), async ({ soql, kind, expected }) => {
      asked.push(soql)
      const { body } = kind === 'count' ? await client.query(soql) : { body: { records: await client.rows(soql) } }
      const wanted = expected()
      expect(answerOf(kind, body)).toEqual(answerOf(kind, { totalSize: wanted.length, records: wanted }))
    }),
    { numRuns: 250 },
  )
  expect(new Set(asked).size).toBeGreaterThan(200)
}, 60_000)

/** What of an answer is compared: how many, which and in which order, or the values of a summary in any. */
function answerOf(kind: string, { totalSize, records }: { totalSize?: number; records: Row[] }): unknown {
  if (kind === 'count') return totalSize
  return kind === 'summary' ? digest(records) : records.map((row) => row['Id'])
}

/** Every row of the objects, with the fields as their describes tell them. */
async function readAll(client: Client): Promise<Tables> {
  const tables: Tables = { fields: {}, rows: {} }
  for (const [object, paths] of Object.entries(OBJECTS)) {
    tables.fields[object] = await Promise.all(paths.map((path) => fieldAt(client, object, path)))
    tables.rows[object] = await client.rows(`SELECT ${[...IDS[object]!, ...paths].join(', ')} FROM ${object}`)
  }
  return tables
}

async function fieldAt(client: Client, object: string, path: string): Promise<Field> {
  const name = path.split('.').at(-1)!
  const owner = path.includes('.') ? path.split('.')[0]!.replace('Parent', 'Account') : object
  const { body } = await client.get(data(`/sobjects/${owner}/describe`))
  const field = body.fields.find((one: { name: string }) => one.name === name)
  const choices = field.picklistValues.map(({ value }: { value: string }) => value)
  return { path, kind: KINDS[field.type] ?? 'text', choices }
}
