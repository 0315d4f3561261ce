import { expect, test } from 'vitest'
import { data, openClient } from './client.js'

test('records of known Ids come in their order, null for those that are not there', async () => {
  const client = await openClient()
  const { store } = client.sandbox
  const [a, b, gone] = ['a', 'b', 'gone'].map((Name) => store.insert('Account', { Name }).id)
  store.delete(gone!)
  const path = data('/composite/sobjects/account')
  const got = await client.get(`${path}?ids=${b},${gone},${a!.slice(0, 15)}&fields=Name`)
  const url = data(`/sobjects/Account/${b}`)
  expect(got.body).toEqual([
    { attributes: { type: 'Account', url }, Name: 'b' },
    null,
    expect.objectContaining({ Name: 'a' }),
  ])
  const posted = await client.post(path, { ids: [a], fields: ['Id', 'Name'] })
  expect(posted.body).toMatchObject([{ Id: a, Name: 'a' }])
})

test('a collection is refused for a malformed Id, for too many, and without Ids or fields', async () => {
  const client = await openClient()
  const path = data('/composite/sobjects/Account')
  const refusal = async (ids: string[], fields: string[]) => {
    const { status, body } = await client.post(path, { ids, fields })
    return [status, body[0].errorCode]
  }
  const id = client.sandbox.store.insert('Account', { Name: 'a' }).id
  expect(await refusal([`${id.slice(0, 15)}AAQ`], ['Id'])).toEqual([400, 'MALFORMED_ID'])
  expect(
    await refusal(
      Array.from({ length: 2001 }, () => id),
      ['Id'],
    ),
  ).toEqual([400, 'LIMIT_EXCEEDED'])
  expect(await refusal([], ['Id'])).toEqual([400, 'MISSING_ARGUMENT'])
  expect(await refusal([id], [])).toEqual([400, 'MISSING_ARGUMENT'])
  expect(await refusal([id], ['Nothing'])).toEqual([400, 'INVALID_FIELD'])
})

test('the parts of a batch count as calls, and halt after a failed one where that is asked for', async () => {
  const client = await openClient()
  const batchRequests = ['v62.0/limits', 'v62.0/sobjects/Nothing', 'v62.0/sobjects'].map((url) => ({
    method: 'GET',
    url,
  }))
  const before = client.sandbox.log.entries().length
  const all = await client.post(data('/composite/batch'), { batchRequests })
  expect(all.body.results.map(({ statusCode }: { statusCode: number }) => statusCode)).toEqual([200, 404, 200])
  expect(all.headers.get('sforce-limit-info')).toBe('api-usage=3/100000')
  expect(client.sandbox.log.entries()[before]!.subrequests).toHaveLength(3)
  const halted = await client.post(data('/composite/batch'), { batchRequests, haltOnError: true })
  expect(halted.body).toMatchObject({
    hasErrors: true,
    results: [{ statusCode: 200 }, { statusCode: 404 }, { statusCode: 412 }],
  })
  expect(halted.body.results[2].result[0].errorCode).toBe('BATCH_PROCESSING_HALTED')
})

test('no part of a batch is carried out where one has no method', async () => {
  const client = await openClient()
  const batch = (request: object) => client.post(data('/composite/batch'), { batchRequests: [request] })
  for (const method of [undefined, 'FETCH', 1]) {
    const { status, body } = await batch({ method, url: 'v62.0/limits' })
    expect([status, body[0].errorCode]).toEqual([400, 'JSON_PARSER_ERROR'])
  }
  expect((await batch({ method: 'Get', url: 'v62.0/limits' })).body.hasErrors).toBe(false)
})

test('a graph succeeds or fails as a whole', async () => {
  const client = await openClient()
  const good = [part('/sobjects/Account/describe', 'a'), part('/sobjects/@{a.name}', 'b')]
  const bad = [part('/sobjects/Nothing', 'a'), part('/limits', 'b')]
  const { body } = await client.post(data('/composite/graph'), {
    graphs: [
      { graphId: 'good', compositeRequest: good },
      { graphId: 'bad', compositeRequest: bad },
    ],
  })
  expect(body.graphs.map((graph: { isSuccessful: boolean }) => graph.isSuccessful)).toEqual([true, false])
  expect(body.graphs[1].graphResponse.compositeResponse[1].body[0].errorCode).toBe('PROCESSING_HALTED')
  const many = Array.from({ length: 76 }, (_, n) => ({ graphId: String(n), compositeRequest: [] }))
  expect((await client.post(data('/composite/graph'), { graphs: many })).body[0].errorCode).toBe('LIMIT_EXCEEDED')
})

test('a statement tells its columns and its plan', async () => {
  const client = await openClient()
  client.sandbox.store.insert('Account', { Name: 'Acme' })
  const columns = async (soql: string) =>
    (await client.get(`${data('/query')}?q=${encodeURIComponent(soql)}&columns=true`)).body
  const rows = await columns('SELECT Id, Owner.Name, (SELECT Id FROM Contacts) FROM Account')
  expect(rows).toMatchObject({ entityName: 'Account', groupBy: false, idSelected: true, keyPrefix: '001' })
  expect(rows.columnMetadata).toMatchObject([
    { columnName: 'Id', apexType: 'Id', aggregate: false },
    { columnName: 'Owner', foreignKeyName: 'OwnerId', joinColumns: [{ columnName: 'Name', textType: true }] },
    { columnName: 'Contacts', aggregate: true, joinColumns: [{ columnName: 'Id' }] },
  ])
  const groups = await columns('SELECT Industry, COUNT(Id), MAX(Name) top FROM Account GROUP BY Industry')
  expect(groups.columnMetadata.map(({ columnName }: { columnName: string }) => columnName)).toEqual([
    'Industry',
    'expr0',
    'top',
  ])
  const explain = async (soql: string) =>
    (await client.get(`${data('/query')}?explain=${encodeURIComponent(soql)}`)).body
  const soql = 'SELECT Id FROM Account WHERE SystemModstamp > 2020-01-01T00:00:00Z'
  expect(await explain(soql)).toMatchObject({
    plans: [{ leadingOperationType: 'Index', fields: ['SystemModstamp'] }, { leadingOperationType: 'TableScan' }],
    sourceQuery: soql,
  })
  expect((await explain('SELECT Nothing FROM Account'))[0].errorCode).toBe('INVALID_FIELD')
})

test('the Tooling API shows what the org is made of, and no records', async () => {
  const client = await openClient()
  const query = async (soql: string) => (await client.get(data(`/tooling/query?q=${encodeURIComponent(soql)}`))).body
  const none = { size: 0, totalSize: 0, done: true, queryLocator: null, entityTypeName: 'ApexClass', records: [] }
  expect(await query('SELECT Id, Name FROM ApexClass')).toEqual(none)
  const objects = await query('SELECT DeveloperName FROM CustomObject')
  expect(objects.records.map(({ DeveloperName }: { DeveloperName: string }) => DeveloperName)).toContain('Project')
  expect((await query('SELECT Id FROM Account'))[0].errorCode).toBe('INVALID_TYPE')
  const one = "SELECT Id, FullName FROM CustomField WHERE TableEnumOrId = 'Project__c'"
  expect((await query(one))[0]).toMatchObject({
    errorCode: 'MALFORMED_QUERY',
    message: expect.stringMatching(
      /^When retrieving results with Metadata or FullName fields, .* Result size: \d+$/,
    ) as string,
  })
  expect((await query(`${one} LIMIT 1`)).records[0].FullName).toMatch(/^Project__c\./)
  const plain = await client.query('SELECT Id FROM ApexClass')
  expect(plain.body).toEqual([{ errorCode: 'INVALID_TYPE', message: "sObject type 'ApexClass' is not supported." }])
})

function part(path: string, referenceId: string) {
  return { method: 'GET', url: data(path), referenceId }
}
