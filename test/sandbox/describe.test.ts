import { describe, expect, test } from 'vitest'
import { data, openClient } from './client.js'

describe('describeGlobal', () => {
  test('lists what the user sees, with the addresses of each', async () => {
    const client = await openClient()
    const { body, headers } = await client.get(data('/sobjects'))
    expect(body).toMatchObject({ encoding: 'UTF-8', maxBatchSize: 200 })
    const account = body.sobjects.find((object: { name: string }) => object.name === 'Account')
    expect(account).toMatchObject({
      keyPrefix: '001',
      queryable: true,
      custom: false,
      mergeable: true,
      replicateable: true,
      associateEntityType: null,
      urls: { describe: data('/sobjects/Account/describe'), rowTemplate: data('/sobjects/Account/{ID}') },
    })
    expect(headers.get('last-modified')).toMatch(/GMT$/)
    const feed = body.sobjects.find((object: { name: string }) => object.name === 'CaseFeed')
    expect(feed).toMatchObject({ keyPrefix: null, associateEntityType: 'Feed', associateParentEntity: 'Case' })
  })

  test('labels what comes with an object by that, before or behind', async () => {
    const client = await openClient()
    const { body } = await client.get(data('/sobjects'))
    const labels = new Map(body.sobjects.map(({ name, label }: Record<string, string>) => [name, label]))
    expect(['AccountShare', 'OpportunityFieldHistory', 'Project__Share'].map((name) => labels.get(name))).toEqual([
      'Account Share',
      'Opportunity Field History',
      'Share: Project',
    ])
  })

  test('lacks the associate keys below version 48', async () => {
    const client = await openClient()
    const { body } = await client.get(data('/sobjects', '47.0'))
    expect(body.sobjects[0]).not.toHaveProperty('associateEntityType')
  })

  test('changes its stamp when an object is hidden', async () => {
    const client = await openClient()
    const since = (await client.get(data('/sobjects'))).headers.get('last-modified')!
    expect((await client.get(data('/sobjects'), { 'If-Modified-Since': since })).status).toBe(304)
    await client.control('PATCH', '/objects/Lead', { hidden: true })
    const changed = await client.get(data('/sobjects'), { 'If-Modified-Since': since })
    expect(changed.status).toBe(200)
    expect(changed.body.sobjects.map((object: { name: string }) => object.name)).not.toContain('Lead')
    expect((await client.get(data('/sobjects/Lead/describe'))).status).toBe(404)
  })
})

describe('the describe of an object', () => {
  test('has every key of the service, for the object and for a field', async () => {
    const client = await openClient()
    const { body } = await client.get(data('/sobjects/case/describe'))
    expect(Object.keys(body)).toEqual(Object.keys(body).toSorted())
    expect(Object.keys(body)).toHaveLength(45)
    expect(body).toMatchObject({ name: 'Case', sobjectDescribeOption: 'FULL', keyPrefix: '500' })
    const owner = body.fields.find((field: { name: string }) => field.name === 'OwnerId')
    expect(Object.keys(owner)).toHaveLength(57)
    expect(owner).toMatchObject({
      type: 'reference',
      soapType: 'tns:ID',
      referenceTo: ['Group', 'User'],
      relationshipName: 'Owner',
      polymorphicForeignKey: true,
      namePointing: true,
    })
    const comments = body.childRelationships.find(
      (child: { relationshipName: string }) => child.relationshipName === 'CaseComments',
    )
    expect(comments).toMatchObject({ childSObject: 'CaseComment', field: 'ParentId' })
  })

  test('says what can be filtered and sorted', async () => {
    const client = await openClient()
    const { body } = await client.get(data('/sobjects/Account/describe'))
    const facts = (name: string) => {
      const { filterable, sortable, groupable } = body.fields.find((field: { name: string }) => field.name === name)
      return { filterable, sortable, groupable }
    }
    expect(facts('Description')).toEqual({ filterable: false, sortable: false, groupable: false })
    expect(facts('BillingAddress')).toEqual({ filterable: true, sortable: false, groupable: false })
    expect(facts('Name')).toEqual({ filterable: true, sortable: true, groupable: true })
  })

  test('tells the feed of a parent from FeedItem, a custom setting, and a name that may be made of parts', async () => {
    const client = await openClient()
    const describeOf = async (name: string) => (await client.get(data(`/sobjects/${name}/describe`))).body
    const title = async (name: string) =>
      (await describeOf(name)).fields.find((field: { name: string }) => field.name === 'Title').filterable
    expect([await title('FeedItem'), await title('CaseFeed')]).toEqual([true, false])
    expect([
      (await describeOf('Routing_Settings__c')).customSetting,
      (await describeOf('Project__c')).customSetting,
    ]).toEqual([true, false])
    const name = (await describeOf('Account')).fields.find((field: { name: string }) => field.name === 'Name')
    expect([name.compoundFieldName, name.type]).toEqual(['Name', 'string'])
  })

  test('leaves out a field that is hidden from the user', async () => {
    const client = await openClient()
    await client.control('POST', '/fields/Account', { name: 'Secret__c', type: 'string', visible: false })
    const { body } = await client.get(data('/sobjects/Account/describe'))
    expect(body.fields.map((field: { name: string }) => field.name)).not.toContain('Secret__c')
    expect((await client.query('SELECT Secret__c FROM Account')).body[0].errorCode).toBe('INVALID_FIELD')
  })

  test('answers 304 without a body until the object changes, even twice within a second', async () => {
    const client = await openClient()
    const path = data('/sobjects/Account/describe')
    let since = (await client.get(path)).headers.get('last-modified')!
    for (const name of ['One__c', 'Two__c', 'Three__c']) {
      const same = await client.get(path, { 'If-Modified-Since': since })
      expect([same.status, same.body]).toEqual([304, ''])
      await client.control('POST', '/fields/Account', { name, type: 'string', label: name })
      const changed = await client.get(path, { 'If-Modified-Since': since })
      expect(changed.status).toBe(200)
      expect(changed.body.fields.map((field: { name: string }) => field.name)).toContain(name)
      since = changed.headers.get('last-modified')!
    }
    expect((await client.get(data('/sobjects/Contact/describe'), { 'If-Modified-Since': since })).status).toBe(304)
  })

  test('has a short form', async () => {
    const client = await openClient()
    const { body } = await client.get(data('/sobjects/Account'))
    expect(body.objectDescribe).toMatchObject({ name: 'Account', label: 'Account' })
    expect(body.recentItems).toEqual([])
  })
})
