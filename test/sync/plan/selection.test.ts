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
        Parent.Name Budget__c`),
      keys: ['Id', 'CreatedDate', 'LastModifiedDate', 'SystemModstamp'],
      children: [],
      isArchived: false,
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
      OwnerId CreatedById Owner.Id Owner.Name Owner.Email CreatedBy.Id CreatedBy.Name CreatedBy.Email
      Account__r.Name`),
    )
    expect(missing).toEqual([])
  })

  it('does without an owner where the object is a detail of another', () => {
    const detail = describeOf('Line__c', 'Name:string! Invoice__c:reference>Invoice__r/Invoice__c')
    const fields = ['Id', 'Name', 'Invoice__c', 'Invoice__r.Name']
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
      fields: [...usual.fields, 'Parent.Budget__c'],
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
      CreatedBy.Id CreatedBy.Name Parent.Id Parent.Name Budget__c`),
    )
    expect(missing).toEqual(['EndDate'])
  })

  it('add fields and paths to those that are read anyway, and to a list that replaces them', () => {
    const addFields = words('nextstep__c Budget__c Owner.Profile.Name CreatedBy.Nope.Name')
    const settings = { addFields }
    const usual = select({ describe: campaign }).fields
    const user = describeOf('User', 'ProfileId:reference>Profile/Profile')
    const known = (name: string) => (name === 'User' ? user : undefined)
    const added = select({ describe: campaign, settings })
    expect(added.fields).toEqual([...usual, 'Owner.Profile.Name', 'CreatedBy.Nope.Name'])
    expect(added.missing).toContain('nextstep__c')
    expect(select({ describe: campaign, settings, describeOf: known }).missing).toContain('CreatedBy.Nope.Name')
    expect(select({ describe: campaign, settings: { fields: ['Type'], addFields } }).fields).toEqual(
      words(
        `Id CreatedDate LastModifiedDate SystemModstamp Name Type Budget__c Owner.Profile.Name CreatedBy.Nope.Name`,
      ),
    )
  })

  it('take every field with "all", besides what is read anyway', () => {
    const wide = { ...campaign, fields: [...campaign.fields, ...describeOf('Campaign', 'NumberSent:double').fields] }
    expect(select({ describe: wide }).fields).not.toContain('NumberSent')
    const { fields } = select({ describe: wide, settings: { fields: ['ALL', 'Parent.Type'] } })
    expect(fields.toSorted()).toEqual(
      [...select({ describe: wide }).fields, 'Parent.Type', 'NumberSent', 'CreatedById'].toSorted(),
    )
  })

  it('make a watermark field of their own a key', () => {
    const synced = describeOf('Campaign', `${watermarkFields} Name:string! Synced__c:datetime`)
    expect(select({ describe: synced, settings: { watermarkField: 'synced__c' } }).keys).toContain('Synced__c')
    expect(select({ describe: synced, settings: { watermarkField: 'Gone__c' } }).missing).toContain('Gone__c')
  })
})

describe('custom fields', () => {
  const account = describeOf(
    'Account',
    `${watermarkFields} Name:string! Note__c:textarea acme__Code__c:string Site__c:location
     Site__Latitude__s:double<Site__c Scan__c:base64 Region__c:reference>Region__r/Region__c`,
  )
  const customOf = (options: Partial<SelectionOptions>) =>
    select({ describe: account, ...options }).fields.filter((name) => name.includes('__'))

  it('are read with the name behind each lookup, those of packages too; locations whole and no blobs', () => {
    expect(customOf({})).toEqual(words('Note__c acme__Code__c Site__c Region__c Region__r.Name'))
  })

  it('are left out where that is wished, but for those that are named', () => {
    const settings = { addFields: ['note__c'], excludeFields: [] }
    expect(customOf({ customFields: false })).toEqual([])
    expect(customOf({ customFields: false, settings })).toEqual(['Note__c'])
    expect(customOf({ customFields: false, settings: { fields: ['all'] } })).toEqual([])
  })

  it('that are excluded take the name behind them along; the name can be excluded alone', () => {
    const all = words('Note__c acme__Code__c Site__c')
    expect(customOf({ settings: { excludeFields: ['Region__c'] } })).toEqual(all)
    expect(customOf({ settings: { excludeFields: ['region__R'] } })).toEqual([...all, 'Region__c'])
    expect(customOf({ settings: { excludeFields: ['Region__r.Name'] } })).toEqual([...all, 'Region__c'])
  })

  it('make the same selection, but for its order, whatever order the describe has', () => {
    const reversed = { ...account, fields: account.fields.toReversed() }
    expect(select({ describe: reversed }).fields.toSorted()).toEqual(select({ describe: account }).fields.toSorted())
  })
})
