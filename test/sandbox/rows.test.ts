import { describe, expect, test } from 'vitest'
import { data, openClient } from './client.js'

describe('the rows of a query', () => {
  test('have attributes first, then the SELECT list in its order and describe casing', async () => {
    const client = await openClient()
    const account = client.sandbox.store.insert('Account', { Name: 'Acme', AnnualRevenue: 12.5, NumberOfEmployees: 3 })
    const { body } = await client.query(
      'select NAME, owner.name, id, annualrevenue, Owner.EMAIL, numberofEmployees, isdeleted from ACCOUNT',
    )
    expect(Object.keys(body)).toEqual(['totalSize', 'done', 'records'])
    expect(body).toMatchObject({ totalSize: 1, done: true })
    const [row] = body.records
    expect(Object.keys(row)).toEqual([
      'attributes',
      'Name',
      'Owner',
      'Id',
      'AnnualRevenue',
      'NumberOfEmployees',
      'IsDeleted',
    ])
    expect(row.attributes).toEqual({ type: 'Account', url: data(`/sobjects/Account/${account.id}`) })
    expect(row).toMatchObject({ Id: account.id, AnnualRevenue: 12.5, NumberOfEmployees: 3, IsDeleted: false })
    expect(Object.keys(row.Owner)).toEqual(['attributes', 'Name', 'Email'])
    expect(row.Owner.attributes.type).toBe('User')
  })

  test('leave Id out unless it is asked for', async () => {
    const client = await openClient()
    client.sandbox.store.insert('Account', { Name: 'Acme' })
    expect(Object.keys((await client.rows('SELECT Name FROM Account'))[0])).toEqual(['attributes', 'Name'])
  })

  test('show stamps without a colon in the offset, dates as days, empty text as null', async () => {
    const client = await openClient()
    client.sandbox.store.insert(
      'Opportunity',
      { Name: 'Deal', CloseDate: '2026-03-01', StageName: 'Prospecting', NextStep: '' },
      { at: Date.UTC(2026, 0, 5, 9, 30, 11) },
    )
    const [row] = await client.rows(
      'SELECT CreatedDate, LastModifiedDate, SystemModstamp, CloseDate, NextStep FROM Opportunity',
    )
    expect(row).toMatchObject({ CreatedDate: '2026-01-05T09:30:11.000+0000', CloseDate: '2026-03-01', NextStep: null })
    expect(row.SystemModstamp).toBe(row.LastModifiedDate)
  })

  test('hold compound addresses and places as objects, null when all parts are empty', async () => {
    const client = await openClient()
    client.sandbox.store.insert('Account', { Name: 'Acme', BillingStreet: 'Hafengasse 1', BillingCity: 'Ulm' })
    const [account] = await client.rows('SELECT BillingAddress, ShippingAddress FROM Account')
    expect(account.BillingAddress).toEqual({
      city: 'Ulm',
      country: null,
      geocodeAccuracy: null,
      latitude: null,
      longitude: null,
      postalCode: null,
      state: null,
      street: 'Hafengasse 1',
    })
    expect(Object.keys(account.BillingAddress)).toEqual(Object.keys(account.BillingAddress).toSorted())
    expect(account.ShippingAddress).toBe(null)
    client.sandbox.store.insert('Project__c', {
      Name: 'Site',
      Site_Location__Latitude__s: 48.4,
      Site_Location__Longitude__s: 10,
    })
    const [project] = await client.rows('SELECT Site_Location__c, Site_Address__c FROM Project__c')
    expect(project).toMatchObject({ Site_Location__c: { latitude: 48.4, longitude: 10 }, Site_Address__c: null })
  })

  test('show a parent that may be of several kinds as Name, its kind in the address alone', async () => {
    const client = await openClient()
    const queue = client.sandbox.store.insert('Group', { Name: 'Support', Type: 'Queue' })
    client.sandbox.store.insert('Case', { Subject: 'Broken', OwnerId: queue.id })
    const [row] = await client.rows(
      'SELECT Owner.Name, Owner.Email, Owner.Type, Account.Owner.Name, Parent.CaseNumber FROM Case',
    )
    expect(row).toMatchObject({
      Owner: {
        attributes: { type: 'Name', url: data(`/sobjects/Group/${queue.id}`) },
        Name: 'Support',
        Email: null,
        Type: 'Queue',
      },
      Account: null,
      Parent: null,
    })
  })

  test('follow TYPEOF by the kind of the parent', async () => {
    const client = await openClient()
    const { store } = client.sandbox
    const queue = store.insert('Group', { Name: 'Support', DeveloperName: 'Support', Type: 'Queue' })
    store.insert('Case', { Subject: 'Queued', OwnerId: queue.id })
    const user = [...store.rows('User')][0]!
    store.insert('Case', { Subject: 'Taken', OwnerId: user.id })
    const soql = 'SELECT TYPEOF Owner WHEN Group THEN DeveloperName ELSE Id, Name END FROM Case ORDER BY Id'
    const [queued, taken] = await client.rows(soql)
    expect(queued.Owner).toEqual({
      attributes: { type: 'Group', url: data(`/sobjects/Group/${queue.id}`) },
      DeveloperName: 'Support',
    })
    expect(taken.Owner).toMatchObject({ attributes: { type: 'User' }, Id: user.id })
    const [, without] = await client.rows('SELECT TYPEOF Owner WHEN Group THEN Name END FROM Case ORDER BY Id')
    expect(without.Owner).toBe(null)
    store.insert('CaseComment', { ParentId: queued.attributes.url.split('/').at(-1) })
    const [comment] = await client.rows(
      'SELECT TYPEOF Parent.Owner WHEN Group THEN Name END, Parent.Subject FROM CaseComment',
    )
    expect(comment.Parent).toMatchObject({
      Subject: 'Queued',
      Owner: { attributes: { type: 'Group' }, Name: 'Support' },
    })
  })

  test('name the address of a blob instead of its bytes', async () => {
    const client = await openClient()
    const version = client.sandbox.store.insert(
      'ContentVersion',
      { PathOnClient: 'a.txt' },
      { blob: Buffer.from('hi') },
    )
    const [row] = await client.rows(
      'SELECT VersionData, ContentDocument.LatestPublishedVersion.FileExtension FROM ContentVersion',
    )
    expect(row.VersionData).toBe(data(`/sobjects/ContentVersion/${version.id}/VersionData`))
    expect(row.ContentDocument.LatestPublishedVersion.FileExtension).toBe('txt')
  })

  test('take in all fields for FIELDS(ALL), the custom ones for FIELDS(CUSTOM)', async () => {
    const client = await openClient()
    client.sandbox.store.insert('Project__c', { Name: 'Site' })
    const [all] = await client.rows('SELECT FIELDS(ALL) FROM Project__c LIMIT 200')
    expect(all).toMatchObject({ Name: 'Site', Status__c: null, Billable__c: false })
    const [custom] = await client.rows('SELECT FIELDS(CUSTOM) FROM Project__c LIMIT 1')
    expect(custom).not.toHaveProperty('Name')
    expect((await client.rows('SELECT FIELDS(STANDARD) FROM Project__c'))[0]).not.toHaveProperty('Status__c')
    expect((await client.query('SELECT Id, FIELDS(CUSTOM) FROM CaseComment LIMIT 200')).status).toBe(200)
  })

  test('are live ones for query, deleted ones too for queryAll', async () => {
    const client = await openClient()
    const kept = client.sandbox.store.insert('Account', { Name: 'Kept' })
    const gone = client.sandbox.store.insert('Account', { Name: 'Gone' })
    client.sandbox.store.delete(gone.id)
    expect((await client.rows('SELECT Id FROM Account')).map((row) => row.Id)).toEqual([kept.id])
    const all = await client.queryAll('SELECT Id, IsDeleted FROM Account WHERE IsDeleted = true')
    expect(all.body.records).toMatchObject([{ Id: gone.id, IsDeleted: true }])
    expect(await client.rows('SELECT Id FROM Account WHERE IsDeleted = true')).toEqual([])
  })
})

describe('a single record', () => {
  test('comes with all its fields, or those asked for', async () => {
    const client = await openClient()
    const { id } = client.sandbox.store.insert('Account', { Name: 'Acme' })
    const whole = await client.get(data(`/sobjects/account/${id.slice(0, 15)}`))
    expect(whole.body).toMatchObject({ attributes: { type: 'Account' }, Id: id, Name: 'Acme', BillingAddress: null })
    expect(whole.headers.get('last-modified')).toMatch(/GMT$/)
    const some = await client.get(data(`/sobjects/Account/${id}?fields=Name,Phone`))
    expect(Object.keys(some.body)).toEqual(['attributes', 'Name', 'Phone'])
    const wrong = await client.get(data(`/sobjects/Account/${id}?fields=Nope`))
    expect([wrong.status, wrong.body[0].errorCode]).toEqual([400, 'INVALID_FIELD'])
  })

  test('answers 404 for what is no id, what is not there and what was deleted', async () => {
    const client = await openClient()
    const { id } = client.sandbox.store.insert('Account', { Name: 'Acme' })
    const bad = await client.get(data('/sobjects/Account/23foo'))
    expect([bad.status, bad.body[0].message]).toEqual([
      404,
      'Provided external ID field does not exist or is not accessible: 23foo',
    ])
    expect((await client.get(data(`/sobjects/Contact/${id}`))).body[0].errorCode).toBe('NOT_FOUND')
    client.sandbox.store.delete(id)
    const gone = await client.get(data(`/sobjects/Account/${id}`))
    expect([gone.status, gone.body[0]]).toEqual([404, { message: 'entity is deleted', errorCode: 'ENTITY_IS_DELETED' }])
  })

  test('gives the bytes of a file version', async () => {
    const client = await openClient()
    const version = client.sandbox.store.insert(
      'ContentVersion',
      { PathOnClient: 'a.txt' },
      { blob: Buffer.from('hällo') },
    )
    const { status, headers, body } = await client.get(data(`/sobjects/ContentVersion/${version.id}/VersionData`))
    expect([status, headers.get('content-type'), body]).toEqual([200, 'application/octetstream', 'hällo'])
    expect((await client.get(data(`/sobjects/ContentVersion/${version.id}/Title`))).status).toBe(404)
  })
})
