import { expect, test } from 'vitest'
import { ask, data, openClient, type Client } from './client.js'

/** Of sObjects that a tap leaves out: their rows can't be read without a filter. */
const RESTRICTED = /^(?:ContentDocumentLink|ContentFolderMember|Vote|IdeaComment|FieldDefinition|RelationshipDomain)$/
/** What a tap knows the JSON type of. */
const TYPES = new Set(
  (
    'id string picklist textarea phone url reference multipicklist combobox encryptedstring email complexvalue ' +
    'double currency percent datetime date time boolean int long address location base64 anyType'
  ).split(' '),
)

interface Described {
  name: string
  queryable: boolean
  fields: { name: string; type: string; nillable: boolean }[]
}

test('a Singer tap discovers the org and reads each object by its stamp, request by request', async () => {
  const client = await openClient({ records: 600, refreshToken: 'good' })
  const { url, clientId, clientSecret } = client.sandbox
  const login = { grant_type: 'refresh_token', refresh_token: 'good', client_id: clientId, client_secret: clientSecret }
  const { body: auth } = await ask(url, '/services/oauth2/token', { method: 'POST', body: new URLSearchParams(login) })
  client.token = auth.access_token
  expect(auth.instance_url).toBe(url)
  // What is left for the Bulk API has another name since version 49.
  expect((await client.get(data('/limits', '41.0'))).body.DailyBulkApiRequests.Remaining).toBe(15_000)
  expect((await client.get(data('/limits', '52.0'))).body.DailyBulkApiBatches.Remaining).toBe(15_000)
  const { body: global, headers } = await client.get(data('/sobjects', '41.0'))
  // The quota has to be all there is in this header.
  expect(headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/\d+$/)
  const described = await describeAll(
    client,
    global.sobjects.map(({ name }: Described) => name),
  )
  expect(described).toHaveLength(global.sobjects.length)
  const unknown = described.flatMap(({ name, fields }) =>
    fields
      .filter(({ type, nillable }) => !TYPES.has(type) || nillable === undefined)
      .map((field) => [name, field.name]),
  )
  expect(unknown).toEqual([])
  const failures = []
  for (const object of described.filter(({ name, queryable }) => queryable && !RESTRICTED.test(name))) {
    const { status, body } = await client.get(data(`/query?q=${encodeURIComponent(statementOf(object))}`, '41.0'))
    if (status !== 200) failures.push([object.name, body])
  }
  expect(failures).toEqual([])
})

/** 25 describes at a time. */
async function describeAll(client: Client, names: string[]): Promise<Described[]> {
  const described: Described[] = []
  for (let at = 0; at < names.length; at += 25) {
    const batchRequests = names
      .slice(at, at + 25)
      .map((name) => ({ method: 'GET', url: `v41.0/sobjects/${name}/describe` }))
    const { body } = await client.post(data('/composite/batch', '41.0'), { batchRequests })
    expect(body.hasErrors).toBe(false)
    described.push(...body.results.map(({ result }: { result: Described }) => result))
  }
  return described
}

/** All fields since a moment, in the order of the stamp that an object has. */
function statementOf({ name, fields }: Described): string {
  const names = fields.filter(({ type }) => type !== 'base64').map((field) => field.name)
  const stamp = ['SystemModstamp', 'LastModifiedDate', 'CreatedDate'].find((one) => names.includes(one))
  const select = `SELECT ${names.join(',')} FROM ${name}`
  return stamp === undefined ? select : `${select} WHERE ${stamp} >= 2020-01-01T00:00:00.000000Z ORDER BY ${stamp} ASC`
}

test('a client that logs in by SOAP, writes or uses the Bulk API 1 is refused where it looks for refusals', async () => {
  const client = await openClient()
  const { url } = client.sandbox
  const envelope =
    '<?xml version="1.0"?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body/></env:Envelope>'
  const xml = { 'Content-Type': 'text/xml', SOAPAction: 'login' }
  const soap = await ask(url, '/services/Soap/u/59.0', { method: 'POST', headers: xml, body: envelope })
  expect(soap.status).toBe(500)
  expect(soap.body).toMatch(/<sf:exceptionCode>\w+<\/sf:exceptionCode>/)
  expect(soap.body).toMatch(/<sf:exceptionMessage>[^<]+<\/sf:exceptionMessage>/)
  const headers = { 'X-SFDC-Session': client.token, 'Content-Type': 'application/json' }
  const job = JSON.stringify({ operation: 'query', object: 'Account', contentType: 'JSON' })
  const bulk = await ask(url, '/services/async/41.0/job', { method: 'POST', headers, body: job })
  expect([bulk.status, bulk.body.exceptionCode]).toEqual([400, 'FeatureNotEnabled'])
  const ingest = await client.post(data('/jobs/ingest'), { object: 'Account', operation: 'insert', lineEnding: 'LF' })
  expect([ingest.status, ingest.body[0].errorCode]).toEqual([400, 'FEATURENOTENABLED'])
})

test('a client that puts a slash behind its addresses reads the org, its limits and pages by their address', async () => {
  const client = await openClient({ records: 300, pageSize: 20 })
  const { body: org } = await client.get(data('/query/?q=SELECT+Id,Name,IsSandbox+FROM+Organization'))
  expect(org.records).toMatchObject([{ Id: expect.stringMatching(/^00D/), Name: 'Halden Pumps', IsSandbox: false }])
  expect((await client.get(data('/limits/'))).body.DailyApiRequests.Max).toBeGreaterThan(0)
  const first = await client.get(data('/query/?q=SELECT+Id+FROM+Account'))
  const byUrl = await client.get(first.body.nextRecordsUrl)
  const byId = await client.get(data(`/query/${first.body.nextRecordsUrl.split('/').at(-1)}/`))
  expect(byUrl.body).toEqual(byId.body)
  const window = 'start=2026-01-01T00%3A00%3A00%2B00%3A00&end=2026-01-05T00%3A00%3A00%2B00%3A00'
  const past = await client.get(data(`/sobjects/Account/updated/?${window}`))
  expect([past.status, past.body[0]?.errorCode ?? 'ids']).toEqual([400, 'INVALID_REPLICATION_DATE'])
})

test('a client that writes by external Id or sets a password is refused as by an org that it may only read', async () => {
  const client = await openClient({ records: 60 })
  const headers = { Authorization: `Bearer ${client.token}`, 'Content-Type': 'application/json' }
  const write = async (method: string, path: string) => {
    const { status, body } = await ask(client.sandbox.url, data(path), { method, headers, body: '{"Name":"New"}' })
    return [status, body[0].errorCode]
  }
  const refused = [400, 'INSUFFICIENT_ACCESS_OR_READONLY']
  expect(await write('PATCH', '/sobjects/Account/Customer_Number__c/K-70001')).toEqual(refused)
  expect(await write('DELETE', '/sobjects/Account/Customer_Number__c/K-70001')).toEqual(refused)
  const [user] = await client.rows('SELECT Id FROM User LIMIT 1')
  const password = `/sobjects/user/${user.Id}/password`
  expect((await client.get(data(password))).body).toEqual({ isExpired: false })
  expect(await write('POST', password)).toEqual([403, 'INSUFFICIENT_ACCESS'])
  expect(await write('DELETE', password)).toEqual([403, 'INSUFFICIENT_ACCESS'])
  expect((await client.get(data('/sobjects/User/005000000000000AAA/password'))).status).toBe(404)
})

test('a client reads the fields of the org by the Tooling API, page by page, in the form of that API', async () => {
  const client = await openClient({ records: 60, pageSize: 5 })
  const soql = encodeURIComponent('SELECT Id, TableEnumOrId FROM CustomField ORDER BY Id')
  const first = await client.get(data(`/tooling/query/?q=${soql}`))
  expect(Object.keys(first.body).join(' ')).toBe(
    'size totalSize done queryLocator entityTypeName nextRecordsUrl records',
  )
  const address = `^${data('/tooling/query/')}\\w{18}-5$`
  expect(first.body).toMatchObject({
    size: first.body.totalSize,
    done: false,
    queryLocator: null,
    entityTypeName: 'CustomField',
    nextRecordsUrl: expect.stringMatching(new RegExp(address)) as string,
  })
  // A Singer tap sends its statement along.
  const second = await client.get(`${first.body.nextRecordsUrl}?q=${soql}`)
  expect([second.body.entityTypeName, second.body.records.length]).toEqual(['CustomField', 5])
  expect(second.body.records[0].Id > first.body.records[4].Id).toBe(true)
})
