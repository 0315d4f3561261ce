import jsforce, { type Connection } from 'jsforce'
import { expectThat, type Step } from './steps.js'

export interface JsforceOrg {
  url: string
  token: string
  clientId: string
  clientSecret: string
}

interface Place {
  org: JsforceOrg
  conn: Connection
  /** Of some accounts. */
  ids: string[]
}

/** jsforce at work with an org of some thousand records: what a reader does, and what an org refuses. */
export async function openJsforce(org: JsforceOrg): Promise<Place> {
  const conn = new jsforce.Connection({ instanceUrl: org.url, accessToken: org.token, version: '62.0' })
  const { records } = await conn.query('SELECT Id FROM Account ORDER BY Id LIMIT 5')
  return { org, conn, ids: records.map(({ Id }) => Id as string) }
}

const DAY_MS = 86_400_000

export const jsforceSteps: Step<Place>[] = [
  step('authorize with client credentials', async ({ org }) => {
    const oauth2 = { clientId: org.clientId, clientSecret: org.clientSecret, loginUrl: org.url }
    const conn = new jsforce.Connection({ oauth2, instanceUrl: org.url })
    const user = await conn.authorize({ grant_type: 'client_credentials' })
    expectThat(user.organizationId.startsWith('00D') && user.id.startsWith('005'), 'the user and the org')
  }),
  step('a refused login', async ({ org }) => {
    const oauth2 = { clientId: org.clientId, clientSecret: 'wrong', loginUrl: org.url }
    const conn = new jsforce.Connection({ oauth2, instanceUrl: org.url })
    await expectRefusal(conn.authorize({ grant_type: 'client_credentials' }), /invalid client credentials/)
  }),
  step('login() by SOAP is refused as by an org without it', async ({ org }) => {
    const conn = new jsforce.Connection({ loginUrl: org.url })
    await expectRefusal(conn.login('user@example.com', 'password'), /SOAP API login\(\) is disabled/)
  }),
  step('login() by OAuth is refused as by an org that blocks it', async ({ org }) => {
    const oauth2 = { clientId: org.clientId, clientSecret: org.clientSecret, loginUrl: org.url }
    const conn = new jsforce.Connection({ oauth2 })
    await expectRefusal(conn.loginByOAuth2('user@example.com', 'password'), /authentication failure/)
  }),
  step('identity', async ({ conn }) => {
    const identity = await conn.identity()
    expectThat(identity.user_id.startsWith('005') && identity.username.includes('@'), 'the user')
    expectThat(identity.urls.query!.endsWith('/services/data/v{version}/query/'), 'the address of queries')
  }),
  step('versions', async ({ conn }) => {
    const versions = (await conn.request('/services/data')) as { version: string }[]
    expectThat(versions.at(-1)!.version > '60', 'the newest')
  }),
  step('the resources of a version', async ({ conn }) => {
    const resources: Record<string, string> = await conn.request('/')
    for (const [name, address] of Object.entries(resources)) {
      if (['composite', 'identity', 'parameterizedSearch', 'search', 'query', 'queryAll'].includes(name)) continue
      await conn.request(address)
    }
  }),
  step('limits', async ({ conn }) => {
    const limits = await conn.limits()
    expectThat(limits['DailyApiRequests']!.Max > 0 && Object.keys(limits).length === 22, 'the 22 limits')
    expectThat(conn.limitInfo.apiUsage!.used > 0, 'the usage of the header')
  }),
  step('record counts', async ({ conn }) => {
    const { sObjects } = (await conn.request('/limits/recordCount?sObjects=Account,Nothing')) as {
      sObjects: { name: string; count: number }[]
    }
    expectThat(sObjects.length === 1 && sObjects[0]!.count > 0, 'the accounts')
  }),
  step('query', async ({ conn }) => {
    const { records, done } = await conn.query('SELECT Id, Name, Owner.Name FROM Account LIMIT 3')
    expectThat(done && records.length === 3 && typeof records[0]!['Owner'].Name === 'string', 'three accounts')
  }),
  step('query, page by page', async ({ conn }) => {
    const all = await conn.query('SELECT Id FROM Contact ORDER BY Id', { autoFetch: true, maxFetch: 10_000 })
    const first = await conn.query('SELECT Id FROM Contact ORDER BY Id')
    expectThat(all.records.length === first.totalSize, 'all of them')
  }),
  step('queryMore', async ({ conn }) => {
    const first = await conn.query('SELECT Id FROM Account', { headers: { 'Sforce-Query-Options': 'batchSize=200' } })
    const second = await conn.queryMore(first.nextRecordsUrl!)
    expectThat(second.records.length > 0, 'a second page')
  }),
  step('query with scanAll', async ({ conn }) => {
    const { records } = await conn.query('SELECT Id, IsDeleted FROM Account LIMIT 2', { scanAll: true })
    expectThat(records.length === 2, 'two accounts')
  }),
  step('a query stream', async ({ conn }) => {
    let rows = 0
    for await (const _ of conn.query('SELECT Id FROM Lead').stream('csv') as AsyncIterable<Buffer>) rows++
    expectThat(rows > 0, 'lines of CSV')
  }),
  step('child lists', async ({ conn }) => {
    const { records } = await conn.query('SELECT Id, (SELECT Id FROM Contacts) FROM Account ORDER BY Id LIMIT 20')
    expectThat(
      records.some((row) => row['Contacts']?.records.length > 0),
      'contacts of accounts',
    )
  }),
  step('COUNT()', async ({ conn }) => {
    expectThat((await conn.query('SELECT COUNT() FROM Account')).totalSize > 0, 'a number')
  }),
  step('GROUP BY', async ({ conn }) => {
    const { records } = await conn.query('SELECT Status, COUNT(Id) n FROM Case GROUP BY Status')
    expectThat(
      records.every((row) => row['n'] > 0),
      'a number of each',
    )
  }),
  step('find with conditions, sort and limit', async ({ conn }) => {
    const rows = await conn
      .sobject('Account')
      .find({ Name: { $like: '%a%' } }, ['Id', 'Name'])
      .sort({ Name: 1 })
      .limit(3)
    expectThat(rows.length === 3, 'three accounts')
  }),
  step('find with a date', async ({ conn }) => {
    const since = jsforce.SfDate.toDateTimeLiteral(new Date(Date.now() - 4000 * DAY_MS))
    expectThat(
      (
        await conn
          .sobject('Account')
          .find({ CreatedDate: { $gte: since } }, 'Id')
          .limit(1)
      ).length === 1,
      'one',
    )
  }),
  step('find with includes', async ({ conn }) => {
    const found = conn.sobject('Account').find({}, 'Id, Name').include('Contacts').select('Id').limit(5).end().limit(5)
    expectThat((await found).length === 5, 'five accounts')
  }),
  step('count()', async ({ conn }) => {
    expectThat((await conn.sobject('Account').count({ Name: { $like: '%a%' } })) > 0, 'a number')
  }),
  step('findOne', async ({ conn, ids }) => {
    expectThat((await conn.sobject('Account').findOne({ Id: ids[0]! }, 'Id'))?.Id === ids[0], 'the account')
  }),
  step('a query that is wrong', async ({ conn }) => {
    await expectRefusal(conn.query('SELECT Nothing FROM Account'), /No such column 'Nothing'/, 'INVALID_FIELD')
    await expectRefusal(conn.query('SELECT Id FROM Nothing'), /sObject type 'Nothing'/, 'INVALID_TYPE')
    await expectRefusal(conn.query('SELECT FROM Account'), /unexpected token/, 'MALFORMED_QUERY')
  }),
  step('explain', async ({ conn }) => {
    const { plans } = await conn.query('SELECT Id FROM Account WHERE SystemModstamp > 2020-01-01T00:00:00Z').explain()
    expectThat(plans[0]!.sobjectType === 'Account' && plans[0]!.relativeCost >= 0, 'a plan')
  }),
  step('retrieve one', async ({ conn, ids }) => {
    const account = await conn.sobject('Account').retrieve(ids[0]!)
    expectThat(account.Id === ids[0] && account.attributes!.type === 'Account', 'the account')
  }),
  step('retrieve one with some fields', async ({ conn, ids }) => {
    const account = await conn.retrieve('Account', ids[0]!, { fields: ['Id', 'Name'] } as never)
    expectThat('Name' in account, 'its name')
  }),
  step('retrieve many', async ({ conn, ids }) => {
    const accounts = await conn.retrieve('Account', ids)
    expectThat(accounts.map(({ Id }) => Id).join() === ids.join(), 'the accounts in their order')
  }),
  step('retrieve what is not there', async ({ conn }) => {
    await expectRefusal(conn.retrieve('Account', '0015g00000zzzzzAAA'), /./, 'NOT_FOUND')
  }),
  step('collections by GET, with a hole', async ({ conn, ids }) => {
    const rows: unknown[] = await conn.request(
      `/composite/sobjects/Account?ids=${ids[0]},0015g00000zzzzz,${ids[1]}&fields=Id,Name`,
    )
    expectThat(rows.length === 3 && rows[1] === null && rows[2] !== null, 'null for the one that is not there')
  }),
  step('describe', async ({ conn }) => {
    const { fields, childRelationships, urls } = await conn.describe('Case')
    expectThat(fields.some(({ name }) => name === 'Subject') && childRelationships.length > 0, 'fields and lists')
    for (const [name, url] of Object.entries(urls)) {
      if (url.startsWith('/services/data') && !url.includes('{') && name !== 'defaultValues') await conn.request(url)
    }
  }),
  step('describe, kept', async ({ conn }) => {
    const first = await conn.describe$('Account')
    expectThat((await conn.describe$('Account')) === first, 'the same object')
  }),
  step('describeGlobal', async ({ conn }) => {
    const { sobjects } = await conn.describeGlobal()
    expectThat(
      sobjects.some(({ name }) => name === 'Account'),
      'accounts',
    )
  }),
  step('layouts', async ({ conn }) => {
    expectThat(Array.isArray((await conn.sobject('Account').layouts()).layouts), 'a list')
  }),
  step('compact layouts', async ({ conn }) => {
    expectThat((await conn.sobject('Account').compactLayouts()).compactLayouts.length > 0, 'a layout')
  }),
  step('approval layouts', async ({ conn }) => {
    expectThat(Array.isArray((await conn.sobject('Account').approvalLayouts()).approvalLayouts), 'a list')
  }),
  step('list views', async ({ conn }) => {
    const { done } = (await conn.sobject('Account').listviews()) as { done: boolean }
    expectThat(done, 'all of them')
  }),
  step('quick actions of an object', async ({ conn }) => {
    expectThat(Array.isArray(await conn.sobject('Account').quickActions()), 'a list')
  }),
  step('recent', async ({ conn }) => {
    expectThat((await conn.recent()).length > 0, 'records')
    expectThat((await conn.sobject('Account').recent()).length > 0, 'accounts')
  }),
  step('updated and deleted', async ({ conn }) => {
    const [from, to] = [new Date(Date.now() - 5 * DAY_MS), new Date(Date.now() + 60_000)]
    expectThat(Array.isArray((await conn.updated('Account', from, to)).ids), 'Ids')
    expectThat(Array.isArray((await conn.deleted('Account', from, to)).deletedRecords), 'records')
  }),
  step('search', async ({ conn }) => {
    const { records } = await conn.query('SELECT Name FROM Account LIMIT 1')
    const [word] = (records[0]!['Name'] as string).split(' ')
    const found = await conn.search(`FIND {${word}} IN ALL FIELDS RETURNING Account(Id, Name), Contact(Id)`)
    expectThat(
      found.searchRecords.some(({ attributes }) => attributes!.type === 'Account'),
      'the account',
    )
  }),
  step('a search that is wrong', async ({ conn }) => {
    await expectRefusal(conn.search('FIND {John|jane@example.com} RETURNING Contact'), /mismatched/, 'MALFORMED_SEARCH')
    await expectRefusal(conn.search('FIND John'), /enclosed in braces/, 'MALFORMED_SEARCH')
  }),
  step('parameterized search', async ({ conn }) => {
    const { records } = await conn.query('SELECT Name FROM Account LIMIT 1')
    const q = `${(records[0]!['Name'] as string).slice(0, 3)}*`
    const sobjects = [{ name: 'Account', fields: ['Id', 'Name'], limit: 2 }]
    const found: { searchRecords: unknown[] } = await conn.requestPost('/parameterizedSearch', { q, sobjects })
    expectThat(found.searchRecords.length > 0, 'accounts')
  }),
  step('composite', async ({ conn, ids }) => {
    const url = `/services/data/v62.0`
    const { compositeResponse } = (await conn.requestPost('/composite', {
      compositeRequest: [
        { method: 'GET', url: `${url}/sobjects/Account/${ids[0]}`, referenceId: 'account' },
        {
          method: 'GET',
          url: `${url}/query?q=SELECT+Id+FROM+Contact+WHERE+AccountId='@{account.Id}'`,
          referenceId: 'q',
        },
      ],
    })) as { compositeResponse: { httpStatusCode: number }[] }
    expectThat(
      compositeResponse.every(({ httpStatusCode }) => httpStatusCode === 200),
      'both parts',
    )
  }),
  step('composite/batch', async ({ conn, ids }) => {
    const { hasErrors, results } = (await conn.requestPost('/composite/batch', {
      batchRequests: [
        { method: 'GET', url: `v62.0/sobjects/Account/${ids[0]}` },
        { method: 'GET', url: 'v62.0/limits' },
        { method: 'GET', url: 'v62.0/sobjects/Nothing/describe' },
      ],
    })) as { hasErrors: boolean; results: { statusCode: number }[] }
    expectThat(hasErrors && results.map(({ statusCode }) => statusCode).join() === '200,200,404', 'the parts')
  }),
  step('composite/graph', async ({ conn }) => {
    const part = { method: 'GET', url: '/services/data/v62.0/sobjects/Account/describe', referenceId: 'a' }
    const { graphs } = (await conn.requestPost('/composite/graph', {
      graphs: [{ graphId: '1', compositeRequest: [part] }],
    })) as { graphs: { isSuccessful: boolean }[] }
    expectThat(graphs[0]!.isSuccessful, 'the graph')
  }),
  step('a Bulk 2.0 query', async ({ conn }) => {
    conn.bulk2.pollInterval = 20
    const rows = await (await conn.bulk2.query('SELECT Id, Name FROM Account')).toArray()
    const { totalSize } = await conn.query('SELECT COUNT() FROM Account')
    expectThat(rows.length === totalSize && 'Name' in (rows[0] as object), 'all accounts')
  }),
  step('a Bulk 2.0 query that is wrong', async ({ conn }) => {
    await expectRefusal(conn.bulk2.query('SELECT BillingAddress FROM Account'), /compound data/, 'API_ERROR')
  }),
  step('a Bulk 1 query is refused as by an org without it', async ({ conn }) => {
    const job = conn.bulk.createJob('Account', 'query')
    job.on('error', () => {})
    await expectRefusal(job.open(), /Async API not enabled/, 'FeatureNotEnabled')
  }),
  step('tooling query', async ({ conn }) => {
    expectThat((await conn.tooling.query('SELECT Id, Name FROM ApexClass')).done, 'a list')
    const { records } = await conn.tooling.query('SELECT Id, DeveloperName FROM CustomObject')
    expectThat(records.length > 0, 'custom objects')
  }),
  step('tooling describes', async ({ conn }) => {
    expectThat((await conn.tooling.describe('ApexClass')).name === 'ApexClass', 'the class')
    expectThat((await conn.tooling.describeGlobal()).sobjects.length > 0, 'a list')
  }),
  step('what the org does not have is an honest 404', async ({ conn }) => {
    await expectRefusal(conn.tabs(), /does not exist/, 'NOT_FOUND')
    await expectRefusal(conn.theme(), /does not exist/, 'NOT_FOUND')
    await expectRefusal(conn.request('/chatter/users/me'), /does not exist/, 'NOT_FOUND')
    await expectRefusal(conn.apex.get('/Nothing'), /Could not find a match for URL/, 'NOT_FOUND')
  }),
  step('writing is refused', async ({ conn, ids }) => {
    await expectRefusal(conn.create('Account', { Name: 'New' }), /./, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY')
    await expectRefusal(conn.update('Account', { Id: ids[0]!, Name: 'New' }), /./, 'INSUFFICIENT_ACCESS_OR_READONLY')
    await expectRefusal(conn.destroy('Account', ids[0]!), /./, 'INSUFFICIENT_ACCESS_OR_READONLY')
  }),
  step('a token that is renewed when its session ends', async ({ org }) => {
    const login = async () => {
      const form = { grant_type: 'client_credentials', client_id: org.clientId, client_secret: org.clientSecret }
      const answer = await fetch(`${org.url}/services/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
      })
      return ((await answer.json()) as { access_token: string }).access_token
    }
    const refreshFn = async (_: unknown, callback: (error: Error | null, token?: string) => void) =>
      callback(null, await login())
    const conn = new jsforce.Connection({
      instanceUrl: org.url,
      accessToken: await login(),
      refreshFn: refreshFn as never,
    })
    await conn.query('SELECT Id FROM User')
    const body = new URLSearchParams({ token: conn.accessToken! })
    await fetch(`${org.url}/services/oauth2/revoke`, { method: 'POST', body })
    expectThat((await conn.query('SELECT Id FROM User')).done, 'the answer after all')
  }),
  step('logout', async ({ org }) => {
    const oauth2 = { clientId: org.clientId, clientSecret: org.clientSecret, loginUrl: org.url }
    const conn = new jsforce.Connection({ oauth2, instanceUrl: org.url })
    await conn.authorize({ grant_type: 'client_credentials' })
    const { accessToken } = conn
    await conn.logoutByOAuth2()
    const dead = new jsforce.Connection({ instanceUrl: org.url, accessToken: accessToken! })
    await expectRefusal(dead.query('SELECT Id FROM User'), /Session expired or invalid/, 'INVALID_SESSION_ID')
  }),
]

function step(name: string, run: (place: Place) => Promise<unknown>): Step<Place> {
  return { name, run }
}

async function expectRefusal(answer: PromiseLike<unknown>, message: RegExp, code?: string): Promise<void> {
  let refusal: { message?: string; errorCode?: string } | undefined
  try {
    await answer
  } catch (error) {
    refusal = error as Error
  }
  expectThat(refusal !== undefined, 'a refusal')
  expectThat(message.test(refusal!.message ?? ''), `the words ${message} in '${refusal!.message}'`)
  if (code !== undefined) expectThat(refusal!.errorCode === code, `${code} instead of ${refusal!.errorCode}`)
}
