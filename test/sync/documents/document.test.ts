import { describe, expect, it } from 'vitest'
import { buildDocument, type DocumentContext } from '../../../src/sync/documents/document.js'
import { buildRules } from '../../../src/sync/documents/rules.js'
import type { SObjectDescribe } from '../../../src/terms.js'
import { describeOf, peopleFields, watermarkFields } from '../../support/describe-of.js'

function describedAs(sobject: SObjectDescribe): Pick<DocumentContext, 'describe' | 'rules'> {
  return { describe: sobject, rules: buildRules(sobject, () => undefined) }
}

const account: DocumentContext = {
  source: { type: 'connector', name: 'My Salesforce Data', id: 'crm' },
  ...describedAs(
    describeOf('Account', `${watermarkFields} Name:string! Type:picklist Rating:picklist ${peopleFields}`),
  ),
  isStandard: true,
  instanceUrl: 'https://mycompany.my.salesforce.com',
}
const invoice: DocumentContext = {
  ...account,
  ...describedAs(describeOf('Invoice__c', 'Number__c:string! Terms__c:textarea Amount__c:currency Region__c:picklist')),
  isStandard: false,
}
const url = '/services/data/v62.0/sobjects/User/0055g00000Jk8OPAAZ'
const owner = { attributes: { type: 'User', url }, Id: '0055g00000Jk8OPAAZ', Name: 'Ann Lee', Email: 'ann@example.com' }

describe('the document of a record', () => {
  const acme = {
    attributes: { type: 'Account', url: '/services/data/v62.0/sobjects/Account/0015g00000Xy3EFAAZ' },
    Id: '0015g00000Xy3EFAAZ',
    CreatedDate: '2024-01-01T00:00:00.000+0000',
    LastModifiedDate: '2026-01-05T09:30:11.000+0000',
    SystemModstamp: '2026-02-05T09:30:11.000+0000',
    Name: 'Acme',
    Description: 'Makes anvils.',
    Website: null,
    Type: 'Customer',
    Rating: 'Hot',
    Owner: owner,
  }

  it('has every key of its kind, in the fixed order, and the bytes it always has', () => {
    expect(JSON.stringify(buildDocument(acme, account))).toBe(
      '{"id":"0015g00000Xy3EFAAZ","source":{"type":"connector","name":"My Salesforce Data","id":"crm"},' +
        '"type":"Account","category":"/Standard Objects/Account/","categories":["Standard Objects","Account"],' +
        '"subcategory":"Account","title":"Acme","summary":"Makes anvils.",' +
        '"content":"Makes anvils.\\nType: Customer","icon":"account",' +
        '"owner":{"username":"Ann Lee","userid":"0055g00000Jk8OPAAZ"},"tags":["Account","Customer","rating:Hot"],' +
        '"url":"https://mycompany.my.salesforce.com/0015g00000Xy3EFAAZ",' +
        '"created":"2024-01-01T00:00:00.000Z","updated":"2026-01-05T09:30:11.000Z",' +
        '"payload":{"Id":"0015g00000Xy3EFAAZ","CreatedDate":"2024-01-01T00:00:00.000+0000",' +
        '"Description":"Makes anvils.","LastModifiedDate":"2026-01-05T09:30:11.000+0000","Name":"Acme",' +
        '"Owner":{"Id":"0055g00000Jk8OPAAZ","Email":"ann@example.com","Name":"Ann Lee"},"Rating":"Hot",' +
        '"SystemModstamp":"2026-02-05T09:30:11.000+0000","Type":"Customer","Website":null},' +
        '"metadata":{"sobject_type":"Account","is_standard":true},' +
        '"system":{"parent_path":"/Standard Objects/Account/"}}',
    )
  })

  it('leaves out owner and dates where the org has none', () => {
    const document = buildDocument({ Id: '0015g00000Xy3EFAAZ', Name: 'Acme', Owner: null, CreatedDate: null }, account)
    expect(Object.keys(document).join(' ')).toBe(
      'id source type category categories subcategory title summary content icon tags url payload metadata system',
    )
  })

  it('dates itself by SystemModstamp where the record has no LastModifiedDate', () => {
    const row = { Id: '0015g00000Xy3EFAAZ', SystemModstamp: '2026-01-05T09:30:11.000+0000' }
    const document = buildDocument(row, account)
    expect(document.updated).toBe('2026-01-05T09:30:11.000Z')
    expect(document).not.toHaveProperty('created')
  })

  it('owns a queue as well as a user', () => {
    const queue = { attributes: { type: 'Name' }, Id: '00G5g000004abcDEAQ', Name: 'Support', Email: null }
    expect(buildDocument({ Id: '5005g00000Xy3EFAAZ', Owner: queue }, account).owner).toEqual({
      username: 'Support',
      userid: '00G5g000004abcDEAQ',
    })
  })

  it('is refused without an Id', () => {
    const refused = expect.objectContaining({ code: 'BAD_ANSWER', details: { object: 'Account' } })
    expect(() => buildDocument({ Name: 'Acme' }, account)).toThrow(refused)
  })
})

describe('the document of a custom record', () => {
  const row = { Id: 'a005g00000Xy3EFAAZ', Number__c: 'INV-1', Terms__c: 'Net 30', Amount__c: 12.5, Region__c: null }

  it('lies under Custom Objects, is titled by its name field and holds its texts under their labels', () => {
    expect(buildDocument(row, invoice)).toMatchObject({
      type: 'Invoice__c',
      category: '/Custom Objects/Invoice__c/',
      categories: ['Custom Objects', 'Invoice__c'],
      subcategory: 'Invoice__c',
      title: 'INV-1',
      summary: 'INV-1',
      content: 'Number: INV-1\nTerms: Net 30',
      icon: 'default',
      tags: ['Invoice__c'],
      metadata: { sobject_type: 'Invoice__c', is_standard: false },
      system: { parent_path: '/Custom Objects/Invoice__c/' },
    })
  })

  it('keeps its depth in the tree whatever a hostile org calls it', () => {
    const hostile = { ...invoice, describe: { ...invoice.describe, name: '../x__c' } }
    const { type, category, categories } = buildDocument(row, hostile)
    expect({ type, category, categories }).toEqual({
      type: '../x__c',
      category: '/Custom Objects/..%2Fx__c/',
      categories: ['Custom Objects', '..%2Fx__c'],
    })
  })
})
