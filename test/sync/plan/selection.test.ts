import { describe, expect, it } from 'vitest'
import { buildSelection, type SelectionOptions } from '../../../src/sync/plan/selection.js'
import { words } from '../../../src/sync/plan/field-tables.js'
import { describeOf, peopleFields, watermarkFields } from '../../support/describe-of.js'

const campaign = describeOf(
  'Campaign',
  `${watermarkFields} Name:string! Description:textarea Type:picklist Status:picklist IsActive:boolean StartDate:date
   ParentId:reference>Parent/Campaign ${peopleFields} Budget__c:currency`,
)
const invoice = describeOf(
  'Invoice__c',
  `${watermarkFields} Name:string! Site__c:location Site__Latitude__s:double<Site__c Billing__c:address
   Billing__City__s:string<Billing__c Scan__c:base64 Notes__c:textarea FirstName__c:string<FullName__c
   Account__c:reference>Account__r/Account OwnerId:reference>Owner/Group,User CreatedById:reference>CreatedBy/User`,
)

function select(options: Partial<SelectionOptions> & Pick<SelectionOptions, 'describe'>) {
  return buildSelection({ describeOf: () => undefined, children: true, files: true, ...options })
}

describe('the selection of a standard object', () => {
  it('holds the keys, then what the table wants and the describe has, and names what it has not', () => {
    expect(select({ describe: campaign })).toEqual({
      sobject: 'Campaign',
      fields: words(`
        Id CreatedDate LastModifiedDate SystemModstamp Name Description Type Status IsActive StartDate ParentId
        OwnerId Owner.Id Owner.Name Owner.Email CreatedBy.Id CreatedBy.Name CreatedBy.Email Parent.Id
        Parent.Name`),
      keys: ['Id', 'CreatedDate', 'LastModifiedDate', 'SystemModstamp'],
      children: [],
      missing: ['EndDate', 'ContentDocumentLinks'],
    })
  })

  it('asks of a parent only fields its describe has, where that is known', () => {
    const user = describeOf('User', 'Name:string!')
    const knowsUser = (name: string) => (name === 'User' ? user : undefined)
    const { fields, missing } = select({ describe: campaign, describeOf: knowsUser })
    expect(fields).not.toContain('Owner.Email')
    expect(fields).toContain('Owner.Name')
    expect(missing).toEqual(['EndDate', 'Owner.Email', 'CreatedBy.Email', 'ContentDocumentLinks'])
  })

  it('takes fields that only some orgs have without missing them elsewhere', () => {
    const account = describeOf('Account', `${watermarkFields} Name:string! CurrencyIsoCode:picklist`)
    expect(select({ describe: account }).fields).toContain('CurrencyIsoCode')
    const without = describeOf('Account', `${watermarkFields} Name:string!`)
    expect(select({ describe: without }).missing).not.toContain('CurrencyIsoCode')
  })
})

describe('the selection of a custom object', () => {
  it('holds every readable field, compound values whole, no blobs, and owner and creator', () => {
    const { fields, missing } = select({ describe: invoice })
    expect(fields).toEqual(
      words(`
      Id CreatedDate LastModifiedDate SystemModstamp Name Site__c Billing__c Notes__c FirstName__c Account__c
      OwnerId CreatedById Owner.Id Owner.Name Owner.Email CreatedBy.Id CreatedBy.Name CreatedBy.Email`),
    )
    expect(missing).toEqual([])
  })

  it('does without an owner where the object is a detail of another', () => {
    const detail = describeOf('Line__c', 'Name:string! Invoice__c:reference>Invoice__r/Invoice__c')
    const fields = ['Id', 'Name', 'Invoice__c']
    expect(select({ describe: detail })).toMatchObject({ fields, keys: ['Id'], missing: [] })
  })

  it('leaves out a field whose name is no name, and says so', () => {
    const hostile = describeOf('Odd__c', 'Name:string!')
    hostile.fields.push({ ...hostile.fields[1]!, name: 'x FROM User' })
    expect(select({ describe: hostile })).toMatchObject({ fields: ['Id', 'Name'], missing: ['x FROM User'] })
  })
})

describe('settings', () => {
  it('replace the field list, but keep the keys and the title, and take parent paths in any case', () => {
    const settings = { fields: ['budget__C', 'parent.name', 'Parent.Budget__c'] }
    expect(select({ describe: campaign, settings })).toMatchObject({
      fields: words('Id CreatedDate LastModifiedDate SystemModstamp Name Budget__c Parent.Name Parent.Budget__c'),
      missing: ['ContentDocumentLinks'],
    })
  })

  it('that name what the org has not are reported', () => {
    const settings = { fields: ['Nope__c', 'Owner.Department', 'Account__r.Name'] }
    expect(select({ describe: invoice, settings }).missing).toEqual(['Nope__c', 'Owner.Department'])
  })

  it('have what documents say read too, once, beside the usual fields or those chosen', () => {
    const said = {
      title: ['budget__c', 'Name'],
      content: [{ field: 'Parent.Budget__c' }, { field: 'Nope__c' }],
      tags: [{ field: 'Status' }, { field: 'budget__c' }],
    }
    const usual = select({ describe: campaign })
    expect(select({ describe: campaign, settings: said })).toEqual({
      ...usual,
      fields: [...usual.fields, 'Budget__c', 'Parent.Budget__c'],
      missing: ['EndDate', 'Nope__c', 'ContentDocumentLinks'],
    })
    expect(select({ describe: campaign, settings: { ...said, fields: ['Type'] } }).fields).toEqual(
      words('Id CreatedDate LastModifiedDate SystemModstamp Name Type Budget__c Parent.Budget__c Status'),
    )
  })

  it('take fields, whole parents and single paths away, but never a key', () => {
    const excludeFields = words('description Owner CreatedBy.Email SystemModstamp Id ContentDocumentLinks')
    const settings = { excludeFields }
    const { fields, missing } = select({ describe: campaign, settings })
    expect(fields).toEqual(
      words(`
      Id CreatedDate LastModifiedDate SystemModstamp Name Type Status IsActive StartDate ParentId OwnerId
      CreatedBy.Id CreatedBy.Name Parent.Id Parent.Name`),
    )
    expect(missing).toEqual(['EndDate'])
  })

  it('make a watermark field of their own a key', () => {
    const synced = describeOf('Campaign', `${watermarkFields} Name:string! Synced__c:datetime`)
    expect(select({ describe: synced, settings: { watermarkField: 'synced__c' } }).keys).toContain('Synced__c')
    expect(select({ describe: synced, settings: { watermarkField: 'Gone__c' } }).missing).toContain('Gone__c')
  })
})
