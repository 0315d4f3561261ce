import { expect, test } from 'vitest'
import { EXTRAS } from '../../../src/sandbox/schema/extras.js'
import { data, openClient } from '../client.js'

test('an org has activities whose old ones queryAll alone shows, members, roles, shares and histories', async () => {
  const client = await openClient({ records: 1000 })
  const count = async (statement: string) => (await client.query(`SELECT COUNT() FROM ${statement}`)).body.totalSize
  const counted = ['CampaignMember', 'OpportunityContactRole', 'AccountShare', 'CaseShare', 'AccountHistory']
  const setUp = ['CaseHistory', 'PermissionSetAssignment', 'ObjectPermissions', 'FieldPermissions', 'GroupMember']
  for (const object of [...counted, ...setUp, 'UserRole', 'RecordType', 'Escalation_Rule__mdt', 'Event']) {
    expect([object, (await count(object)) > 0]).toEqual([object, true])
  }
  const all = (await client.queryAll('SELECT COUNT() FROM Task WHERE IsArchived = true')).body.totalSize
  expect([all > 0, await count('Task WHERE IsArchived = true')]).toEqual([true, 0])
  const readers = await client.rows(
    'SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSetId IN (SELECT ParentId FROM ObjectPermissions ' +
      "WHERE PermissionsRead = true AND SObjectType = 'Invoice__c')",
  )
  expect(readers.length).toBeGreaterThanOrEqual(await count('User'))
})

test('a deleted member is gone at once, and goes with its campaign', async () => {
  const client = await openClient({ records: 1000 })
  const [{ Id, CampaignId }] = await client.rows('SELECT Id, CampaignId FROM CampaignMember LIMIT 1')
  client.sandbox.store.delete(Id)
  const all = async (where: string) => (await client.queryAll(`SELECT Id FROM CampaignMember ${where}`)).body.totalSize
  expect(await all(`WHERE Id = '${Id}'`)).toBe(0)
  client.sandbox.store.delete(CampaignId)
  expect(await all(`WHERE CampaignId = '${CampaignId}'`)).toBe(0)
})

test('EntityDefinition lists the sObjects, without a second page', async () => {
  const client = await openClient({ objects: 2100 })
  const rows = await client.rows("SELECT QualifiedApiName, Label FROM EntityDefinition WHERE DeveloperName = 'Case'")
  expect(rows).toMatchObject([{ QualifiedApiName: 'Case', Label: 'Case' }])
  const { body } = await client.query('SELECT QualifiedApiName FROM EntityDefinition')
  expect(body[0]).toEqual({
    errorCode: 'EXCEEDED_ID_LIMIT',
    message: 'EntityDefinition does not support queryMore(), use LIMIT to restrict the results to a single batch',
  })
  const { body: global } = await client.get(data('/sobjects'))
  const names = global.sobjects.map(({ name }: { name: string }) => name)
  expect(names).toContain('Extra_2100__c')
  expect(new Set(global.sobjects.map(({ keyPrefix }: { keyPrefix: string }) => keyPrefix ?? '')).size).toBeGreaterThan(
    2100,
  )
})

test('on request it has person accounts, codes of states, currencies, a big, an external and a packaged object', async () => {
  const client = await openClient({ records: 1500, extras: EXTRAS })
  const rows = async (soql: string) => client.rows(soql)
  const [person] = await rows(
    'SELECT Name, PersonContactId, PersonEmail FROM Account WHERE IsPersonAccount = true LIMIT 1',
  )
  expect(person).toMatchObject({
    PersonContactId: expect.stringMatching(/^003/),
    PersonEmail: 'person1@customer.example',
  })
  const contacts = await rows('SELECT Id, Account.IsPersonAccount FROM Contact WHERE IsPersonAccount = true')
  expect(contacts.length).toBeGreaterThan(0)
  expect(contacts.every((contact) => contact.Account.IsPersonAccount)).toBe(true)
  const { body: account } = await client.get(data('/sobjects/Account/describe'))
  const fields = new Map(account.fields.map((field: { name: string }) => [field.name, field]))
  for (const name of ['PersonMailingAddress', 'PersonOtherStateCode', 'PersonDoNotCall', 'BillingCountryCode']) {
    expect([name, fields.has(name)]).toEqual([name, true])
  }
  const facts = (name: string) => {
    const { nillable, nameField, idLookup } = fields.get(name) as Record<string, unknown>
    return { nillable, nameField, idLookup }
  }
  for (const name of ['Name', 'LastName', 'FirstName']) {
    expect([name, facts(name)]).toEqual([name, { nillable: true, nameField: true, idLookup: false }])
  }
  client.sandbox.store.insert('Case', { Subject: 'Leak', ContactId: person.PersonContactId })
  const [customer] = await rows(
    `SELECT (SELECT Subject FROM PersonCases) FROM Account WHERE PersonContactId = '${person.PersonContactId}'`,
  )
  expect(customer.PersonCases.records).toMatchObject([{ Subject: 'Leak' }])
  const [texan] = await rows(
    "SELECT BillingAddress, BillingCountryCode FROM Account WHERE BillingStateCode = 'TX' LIMIT 1",
  )
  expect(texan).toMatchObject({ BillingCountryCode: 'US', BillingAddress: { stateCode: 'TX', countryCode: 'US' } })
  const readings = await rows('SELECT Id, Pressure__c FROM Sensor_Reading__b LIMIT 3')
  expect(new Set(readings.map(({ Id }) => Id))).toEqual(new Set(['000000000000000AAA']))
  expect(await rows('SELECT ExternalId FROM Erp_Order__x')).toHaveLength(20)
  const [plan] = await rows('SELECT acme__Plan__c, acme__Account__r.Name FROM acme__Subscription__c LIMIT 1')
  expect(plan.acme__Account__r.Name).toEqual(expect.any(String))
  const [deal] = await rows(
    'SELECT Amount, convertCurrency(Amount) euros, FORMAT(convertCurrency(Amount)) shown FROM Opportunity ' +
      "WHERE CurrencyIsoCode = 'USD' AND Amount != null LIMIT 1",
  )
  expect(deal.shown).toMatch(/^€/)
  expect(deal.euros).toBeCloseTo(deal.Amount / 1.1, 6)
})
