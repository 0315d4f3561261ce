import { describe, expect, test } from 'vitest'
import { data, openClient } from './client.js'

describe('the control API', () => {
  test('adds, changes, deletes, brings back and purges records', async () => {
    const client = await openClient()
    const { body: account } = await client.control('POST', '/records/account', { Name: 'Acme' })
    expect(account).toMatchObject({ id: expect.stringMatching(/^001/), sobject: 'Account', isDeleted: false })
    const changed = await client.control('PATCH', `/records/${account.id}`, { Name: 'Bolt' })
    expect(changed.body.values.Name).toBe('Bolt')
    expect((await client.control('DELETE', `/records/${account.id}`)).body.isDeleted).toBe(true)
    expect((await client.control('GET', '/records/Account')).body).toEqual([])
    expect((await client.control('GET', '/records/Account?deleted=true')).body).toMatchObject([
      { id: account.id, isDeleted: true },
    ])
    await client.control('POST', `/records/${account.id}/undelete`)
    expect((await client.control('GET', '/records/Account')).body).toHaveLength(1)
    await client.control('DELETE', `/records/${account.id}`)
    expect((await client.control('POST', `/records/${account.id}/purge`)).body).toEqual({ done: true })
    expect((await client.control('GET', '/records/Account?deleted=true')).body).toEqual([])
  })

  test('adds many at once, stamped and hidden as asked', async () => {
    const client = await openClient()
    const at = '2026-01-05T09:30:11Z'
    const soon = client.sandbox.clock.now() + 60_000
    const added = await client.control('POST', `/records/Account?at=${at}`, [{ Name: 'a' }, { Name: 'b' }])
    expect(added.body.map((row: { createdAt: number }) => row.createdAt)).toEqual([Date.parse(at), Date.parse(at)])
    await client.control('POST', `/records/Account?hiddenUntil=${soon}`, { Name: 'late' })
    expect(await client.rows('SELECT Id FROM Account')).toHaveLength(2)
    await client.control('POST', '/clock', { advanceMs: 61_000 })
    expect(await client.rows('SELECT Id FROM Account')).toHaveLength(3)
  })

  test('takes datetimes in milliseconds or as text, and refuses those that no org can have', async () => {
    const client = await openClient()
    const at = Date.UTC(2026, 0, 5, 9, 30, 11)
    const insert = async (CreatedDate: unknown, query = '') =>
      client.control('POST', `/records/Account${query}`, { Name: 'Acme', CreatedDate })
    for (const given of [at, at + 999, '2026-01-05T09:30:11Z', '2026-01-05T11:30:11+0200']) {
      expect((await insert(given)).body.createdAt).toBe(at)
    }
    for (const given of [
      1e20,
      -1e14,
      64_092_211_200_001,
      '4001-01-01T00:00:00Z',
      '2026-02-30T00:00:00Z',
      'soon',
      true,
      null,
    ]) {
      expect((await insert(given)).status).toBe(400)
    }
    expect((await insert(at, '?at=99999999999999999')).status).toBe(400)
    expect((await client.control('POST', '/clock', { advanceMs: 1e20 })).status).toBe(400)
    for (const CloseDate of [at, '2026-02-30', '2025-02-29']) {
      const deal = { Name: 'Deal', StageName: 'New', CloseDate }
      expect((await client.control('POST', '/records/Opportunity', deal)).status).toBe(400)
    }
    expect(await client.rows('SELECT Id, CreatedDate FROM Account')).toHaveLength(4)
  })

  test('touches all stamps, one or none', async () => {
    const client = await openClient()
    const at = Date.UTC(2026, 0, 1)
    const { id } = client.sandbox.store.insert('Account', { Name: 'Acme' }, { at })
    const stamps = async (query: string) => {
      const { lastModifiedAt, systemModstampAt } = (
        await client.control('PATCH', `/records/${id}?${query}`, { Fax: '1' })
      ).body
      return [lastModifiedAt - at, systemModstampAt - at]
    }
    expect(await stamps(`touch=none&at=${at + 1000}`)).toEqual([0, 0])
    expect(await stamps(`touch=system&at=${at + 2000}`)).toEqual([0, 2000])
    expect(await stamps(`at=${at + 3000}`)).toEqual([3000, 3000])
  })

  test('merges two records', async () => {
    const client = await openClient()
    const winner = client.sandbox.store.insert('Account', { Name: 'Winner' })
    const loser = client.sandbox.store.insert('Account', { Name: 'Loser' })
    await client.control('POST', '/merge', { winnerId: winner.id, loserId: loser.id })
    const { body } = await client.queryAll('SELECT Id, MasterRecordId FROM Account WHERE IsDeleted = true')
    expect(body.records).toMatchObject([{ Id: loser.id, MasterRecordId: winner.id }])
  })

  test('adds and takes away fields and objects, and closes objects to queries', async () => {
    const client = await openClient()
    await client.control('POST', '/fields/Account', { name: 'Tier__c', type: 'string' })
    await client.control('POST', '/records/Account', { Name: 'Acme', Tier__c: 'Gold' })
    expect(await client.rows('SELECT Tier__c FROM Account')).toMatchObject([{ Tier__c: 'Gold' }])
    await client.control('DELETE', '/fields/Account/Tier__c')
    expect((await client.query('SELECT Tier__c FROM Account')).body[0].errorCode).toBe('INVALID_FIELD')
    await client.control('PATCH', '/objects/Account', { queryable: false })
    expect((await client.query('SELECT Id FROM Account')).body[0].errorCode).toBe('INVALID_TYPE_FOR_OPERATION')
    const { name: _, ...schema } = client.sandbox.store.object('Invoice__c')!
    await client.control('POST', '/objects', { ...schema, name: 'Bill__c', keyPrefix: 'a0Z' })
    expect((await client.get(data('/sobjects/Bill__c/describe'))).body.keyPrefix).toBe('a0Z')
  })

  test('fills in what an added object leaves out', async () => {
    const client = await openClient()
    const fields = [{ name: 'Name', type: 'string' }]
    await client.control('POST', '/objects', { name: 'Site__c', keyPrefix: 'a07', fields })
    await client.control('POST', '/records/Site__c', { Name: 'Basel' })
    expect((await client.get(data('/sobjects/Site__c/describe'))).body).toMatchObject({
      label: 'Site__c',
      labelPlural: 'Site__cs',
      supportedScopes: [{ label: 'All site__cs' }],
    })
    expect(await client.rows('SELECT Id, Name FROM Site__c')).toMatchObject([{ Name: 'Basel' }])
  })

  test('ends sessions, sets the usage, makes random changes and tells the time', async () => {
    const client = await openClient({ records: 100 })
    await client.control('PATCH', '/usage', { used: 90, max: 100 })
    expect((await client.control('GET', '/usage')).body).toEqual({ used: 90, max: 100 })
    expect((await client.get(data('/limits'))).headers.get('sforce-limit-info')).toBe('api-usage=91/100')
    const { body } = await client.control('POST', '/churn', { count: 20 })
    expect(body.inserted.length + body.updated.length + body.deleted.length).toBeGreaterThan(0)
    const rated = await client.control('POST', '/churn', { rates: { insert: 2 } })
    expect(rated.body).toMatchObject({ updated: [], deleted: [], purged: [] })
    expect((await client.control('POST', '/churn', { rates: { explode: 2 } })).status).toBe(400)
    expect((await client.control('POST', '/sessions/expire')).body).toEqual({ expired: 1 })
    expect((await client.get(data('/limits'))).status).toBe(401)
    const { now } = (await client.control('POST', '/clock', { advanceMs: 3_600_000 })).body
    expect((await client.control('GET', '/clock')).body.now).toBeGreaterThanOrEqual(now)
  })

  test('answers what it cannot carry out with the reason', async () => {
    const client = await openClient()
    const failures: [string, string, unknown, RegExp][] = [
      ['POST', '/records/Foo', { Name: 'x' }, /Foo/],
      ['POST', '/records/Account', { Nope: 'x' }, /Nope/],
      ['PATCH', '/records/0015g0000000099AAA', { Name: 'x' }, /0015g0000000099/],
      ['POST', '/records/Account?at=soon', { Name: 'x' }, /at isn't a time: soon/],
      ['POST', '/fields/Account', { label: 'x' }, /a field needs a name and a type/],
      ['POST', '/records/Account?at=2026-01-05T09:30:11', { Name: 'x' }, /at isn't a time/],
      ['POST', '/records/Account', null, /must be a JSON object/],
      ['POST', '/records/Account', [{ Name: 'x' }, 5], /must be a JSON object/],
      ['POST', '/records/Account', { CreatedDate: '2026-01-05T09:30:11' }, /CreatedDate: value not of required type/],
      ['POST', '/records/Account', { Name: 5 }, /Name: value not of required type: 5/],
      ['POST', '/records/Account', { NumberOfEmployees: 'ten' }, /NumberOfEmployees: value not of required type: ten/],
      ['POST', '/records/Opportunity', { CloseDate: '2026-13-01' }, /CloseDate: value not of required type/],
      ['PATCH', '/records/0055g0000000001AAA?touch=twice', {}, /touch is user, system or none, not twice/],
      ['POST', '/merge', { winnerId: '0015g0000000001AAA' }, /loserId must be text/],
      ['DELETE', '/fields/Account/Tier__c', undefined, /No such column 'Tier__c'/],
      ['POST', '/objects', { name: 'Site__c', keyPrefix: 'a07' }, /fields must be an array/],
      ['POST', '/objects', { name: 'Site__c', keyPrefix: 'a07', fields: [null] }, /a field needs a name and a type/],
      ['POST', '/objects', { name: 'Site__c', keyPrefix: '001', fields: [] }, /The key prefix 001 is that of Account/],
      ['POST', '/clock', {}, /advanceMs is missing/],
      ['POST', '/clock', { advanceMs: '1000' }, /advanceMs must be a whole number/],
      ['PATCH', '/usage', { used: 'much' }, /used must be a whole number/],
      ['POST', '/churn', {}, /the body takes count, rates, lateMs, and has nothing/],
      ['POST', '/churn', { lateMs: 5 }, /count is missing/],
      ['POST', '/churn', { count: 1e12 }, /count must be 100000 at most/],
      ['POST', '/churn', { count: 1, lateMs: -5 }, /lateMs must be at least 0/],
      ['POST', '/churn', { rates: [1] }, /must be a JSON object/],
      ['POST', '/churn', { rates: { insert: -1 } }, /the rate of insert must be a number from 0/],
      ['POST', '/clock', { advanceMs: 0.5 }, /advanceMs must be a whole number/],
      ['PATCH', '/usage', { used: -1 }, /used must be at least 0/],
      ['PATCH', '/usage', { usd: 1 }, /the body takes used, max, not usd/],
      ['POST', '/merge', { winnerId: 'a', loserId: 'b', loser: 'b' }, /takes winnerId, loserId, not loser/],
      ['GET', '/records/Account?deleted=maybe', undefined, /deleted is true or false, not maybe/],
      ['POST', '/records/EntityDefinition', {}, /EntityDefinition takes no records/],
      ['POST', '/records/ContentVersion', { VersionData: 5 }, /VersionData: value not of required type: 5/],
      [
        'POST',
        '/records/Case',
        [{ Subject: 'a' }, { Sbject: 'b' }],
        /^number 2 of the array, after 1 inserted: No such/,
      ],
      ['POST', '/fields/Account', { name: 'A b', type: 'string' }, /name has letters, digits and _/],
      ['POST', '/fields/Account', { name: 5, type: 'string' }, /name must be text/],
      ['POST', '/fields/Account', { name: 'A__c', type: 'words' }, /type is one of address, .*, not words/],
      ['POST', '/fields/Account', { name: 'A__c', type: 'string', length: 'x' }, /length must be a whole number/],
      ['POST', '/fields/Account', { name: 'A__c', type: 'string', visible: 'no' }, /visible must be true or false/],
      ['POST', '/fields/Account', { name: 'A__c', type: 'reference' }, /a reference needs referenceTo/],
      [
        'POST',
        '/fields/Account',
        { name: 'A__c', type: 'reference', referenceTo: 'Case' },
        /referenceTo must be an array/,
      ],
      ['DELETE', '/fields/Account/id', undefined, /Id can't be removed/],
      ['POST', '/objects', { name: 'Site__c', keyPrefix: 'a0712', fields: [] }, /keyPrefix is three letters or digits/],
      ['POST', '/objects', { name: 'Lead', keyPrefix: '00Q', fields: [] }, /the org has an sObject Lead already/],
      [
        'POST',
        '/objects',
        { name: 'Site__c', keyPrefix: 'a07', fields: [], custom: 1 },
        /custom must be true or false/,
      ],
      ['PATCH', '/objects/Lead', { hidden: 'yes' }, /hidden must be true or false/],
      ['PATCH', '/objects/Lead', { hidden: true, label: 'x' }, /the body takes hidden, not label/],
      ['PATCH', '/objects/Lead', { fields: [] }, /takes queryable, deletable, undeletable, label, hidden, not fields/],
      ['PATCH', '/objects/Lead', {}, /and has nothing/],
      ['PATCH', '/objects/Lead', { label: 5 }, /label must be text/],
      ['POST', '/faults', { name: 'nothing' }, /unknown fault 'nothing'/],
      ['DELETE', '/faults/nothing', undefined, /unknown fault 'nothing'/],
      [
        'POST',
        '/faults',
        [{ name: 'daily-limit' }, { name: 'reset', often: 3 }],
        /fault 'reset' takes count, when, path, object, page, share, not 'often'/,
      ],
      [
        'POST',
        '/faults',
        { name: 'status', status: 'bad' },
        /'status' of fault 'status' must be a whole number from 200 to 599/,
      ],
      ['POST', '/faults', { name: 'stale-describe', object: 'Nope' }, /the org has no sObject Nope/],
    ]
    for (const [method, path, body, reason] of failures) {
      const answer = await client.control(method, path, body)
      expect([path, answer.status]).toEqual([path, 400])
      expect(answer.body[0].message).toMatch(reason)
    }
    expect((await client.control('GET', '/faults')).body).toEqual([])
    expect((await client.control('GET', '/records/Account?deleted=true')).body).toEqual([])
    expect((await client.control('GET', '/usage')).body).toEqual({ used: 0, max: 100_000 })
    expect((await client.control('GET', '/nothing')).status).toBe(404)
  })
})

describe('an org that changes by itself', () => {
  test('has new records after a while and stops when it is closed', async () => {
    const client = await openClient({ records: 100, churn: { everyMs: 5, count: 10 } })
    const newest = async () =>
      (await client.query('SELECT MAX(SystemModstamp) n, COUNT(Id) FROM Account')).body.records[0].n
    const first = await newest()
    await expect.poll(newest, { timeout: 10_000 }).not.toBe(first)
  })
})
