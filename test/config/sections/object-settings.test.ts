import { describe, expect, it } from 'vitest'
import { loadFiles, problemsOf, salesforceConnector as connector } from '../config-folder.js'

const load = (config: Record<string, unknown>) =>
  loadFiles({ 'coco.yml': { connector, datasource: { name: 'crm', connector: { config } } } })
const one = async (config: Record<string, unknown>) => (await load(config)).datasources[0]
const at = (key: string): string => `datasource.connector.config.${key}`

describe('standard objects', () => {
  it('are named in any case, may be others than the six, and count once', async () => {
    const given = ['account', 'CASE', 'Task', 'task', 'Product2', 'Account']
    expect((await one({ standard_objects_to_sync: given }))?.standardObjects).toEqual([
      'Account',
      'Case',
      'Task',
      'Product2',
    ])
  })

  it('are not all of an org, and no custom ones', async () => {
    const problems = await problemsOf(load({ standard_objects_to_sync: ['*', 'Invoice__c', 'a b', 5] }))
    expect(problems).toEqual({
      [at('standard_objects_to_sync[0]')]: expect.stringContaining('name those you want') as string,
      [at('standard_objects_to_sync[1]')]: '"Invoice__c" is a custom object: it belongs in custom_objects_to_sync',
      [at('standard_objects_to_sync[2]')]: '"a b" is not an object\'s API name',
      [at('standard_objects_to_sync[3]')]: '"5" is not an object\'s API name',
    })
  })

  it('may be none where there are custom ones, but not else', async () => {
    const custom = { sync_custom_objects: true, custom_objects_to_sync: ['Invoice'] }
    expect(await one({ standard_objects_to_sync: [], ...custom })).toMatchObject({
      standardObjects: [],
      customObjects: ['Invoice__c'],
    })
    expect(await problemsOf(load({ standard_objects_to_sync: [] }))).toEqual({
      [at('standard_objects_to_sync')]: expect.stringContaining('nothing to sync') as string,
    })
  })
})

describe('custom objects', () => {
  it('get __c where they have no suffix, and keep another', async () => {
    const given = [
      'Invoice',
      'Invoice__C',
      'Guide__kav',
      'Rate__mdt',
      'Log__b',
      'Order__x',
      'ns__Thing',
      'ns__Other__c',
    ]
    expect((await one({ sync_custom_objects: true, custom_objects_to_sync: given }))?.customObjects).toEqual([
      'Invoice__c',
      'Guide__kav',
      'Rate__mdt',
      'Log__b',
      'Order__x',
      'ns__Thing__c',
      'ns__Other__c',
    ])
  })

  it('are all of them with "*"', async () => {
    for (const given of ['*', ['*']]) {
      expect((await one({ sync_custom_objects: true, custom_objects_to_sync: given }))?.customObjects).toEqual(['*'])
    }
    const beside = await one({ sync_custom_objects: true, custom_objects_to_sync: ['Invoice', '*'] })
    expect(beside?.customObjects).toEqual(['Invoice__c', '*'])
  })

  it('are none while they are switched off, and a note tells what has no effect', async () => {
    const off = await load({ custom_objects_to_sync: ['Invoice__c'] })
    expect(off.datasources[0]?.customObjects).toEqual([])
    expect(off.notes).toEqual([
      'Datasource crm: custom_objects_to_sync has no effect while sync_custom_objects is off.',
    ])
    const empty = await load({ sync_custom_objects: true })
    expect(empty.notes).toEqual([
      'Datasource crm: sync_custom_objects is on, but custom_objects_to_sync is empty ("*" for all).',
    ])
  })
})

describe('wishes for one object', () => {
  it('are kept by the name the object is synced under', async () => {
    const objects = {
      account: {
        fields: 'Name, Industry',
        exclude_fields: ['Fax'],
        where: " WHERE Type = 'Customer'",
        watermark_field: 'systemmodstamp',
      },
      invoice: { watermark_field: 'CreatedDate' },
      Case: null,
    }
    expect((await one({ objects, sync_custom_objects: true, custom_objects_to_sync: ['Invoice'] }))?.objects).toEqual({
      Account: {
        fields: ['Name', 'Industry'],
        excludeFields: ['Fax'],
        where: "Type = 'Customer'",
        watermarkField: 'SystemModstamp',
      },
      Invoice__c: { excludeFields: [], watermarkField: 'CreatedDate' },
    })
  })

  it('add fields by paths of up to five parents, and never what they leave out', async () => {
    const added = ['Site', ' Owner.Profile.Name ', 'A.B.C.D.E.F']
    const objects = { Account: { add_fields: added, exclude_fields: ['Fax'], custom_fields: 'no' } }
    expect(await one({ objects, custom_fields: false })).toMatchObject({
      customFields: false,
      objects: { Account: { addFields: ['Site', 'Owner.Profile.Name', 'A.B.C.D.E.F'], customFields: false } },
    })
    const wrong = {
      Account: { add_fields: ['A.B.C.D.E.F.G', 'Name, Site', 7, 'owner.Name', 'OwnerId'], exclude_fields: ['Owner'] },
      Case: { add_fields: ['Owner..Name', 'fax'], fields: ['Name FROM User'], exclude_fields: ['FAX'] },
    }
    expect(await problemsOf(load({ objects: wrong }))).toEqual({
      [at('objects.Account.add_fields[0]')]: '"A.B.C.D.E.F.G" goes through 6 parents: SOQL takes five at most',
      [at('objects.Account.add_fields[1]')]: '"Name, Site" must be the name of a field, such as Name or Owner.Name',
      [at('objects.Account.add_fields[2]')]: '"7" must be the name of a field, such as Name or Owner.Name',
      [at('objects.Case.add_fields[0]')]: '"Owner..Name" must be the name of a field, such as Name or Owner.Name',
      [at('objects.Case.fields[0]')]: '"Name FROM User" must be the name of a field, such as Name or Owner.Name',
    })
    const both = { Account: { add_fields: ['Site', 'owner.Name', 'OwnerId'], exclude_fields: ['Owner', 'SITE'] } }
    expect(await problemsOf(load({ objects: both }))).toEqual({
      [at('objects.Account.add_fields[0]')]: '"Site" is in exclude_fields too: keep one of them',
      [at('objects.Account.add_fields[1]')]: '"owner.Name" is in exclude_fields too: keep one of them',
    })
  })

  it('may be for any custom object where all are synced', async () => {
    const config = {
      sync_custom_objects: true,
      custom_objects_to_sync: '*',
      objects: { Invoice: { exclude_fields: ['Note__c'] } },
    }
    expect((await one(config))?.objects).toEqual({ Invoice__c: { excludeFields: ['Note__c'] } })
  })

  it('are told where they are wrong, misspelt, doubled or for nothing', async () => {
    const objects = { Account: { field: ['Name'], watermark_field: 'Birthdate', fields: { a: 1 } }, Lead: 5 }
    expect(await problemsOf(load({ objects }))).toEqual({
      [at('objects.Account.field')]: 'unknown key; did you mean "fields"?',
      [at('objects.Account.fields')]: 'must be a list',
      [at('objects.Account.watermark_field')]:
        '"Birthdate" must be one of LastModifiedDate, SystemModstamp, CreatedDate',
      [at('objects.Lead')]: 'must be a map of settings',
    })
    expect(await problemsOf(load({ objects: { Acount: {}, Account: {}, ACCOUNT: {}, 'not a name': {} } }))).toEqual({
      [at('objects.Acount')]: 'is not synced by this datasource; did you mean "Account"?',
      [at('objects.ACCOUNT')]: 'Account has an entry already',
    })
    const { notes } = await load({ objects: { Invoice__c: { exclude_fields: ['X__c'] } } })
    expect(notes).toEqual(["objects.Invoice__c has no effect: the datasource doesn't sync Invoice__c."])
  })
})
