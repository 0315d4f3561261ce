import { describe, expect, it } from 'vitest'
import type { ObjectSettings } from '../../../src/config/config-types.js'
import { environment, loadFiles, problemsOf } from '../config-folder.js'

const options = { env: environment }

async function accountOf(rcFile: string): Promise<ObjectSettings | undefined> {
  return (await loadFiles({ '.salesforcerc': rcFile }, options)).datasources[0]!.objects['Account']
}

const settings = {
  title: ['Legal_Name__c', 'Name'],
  content: [{ field: 'Description' }, { label: 'Owner', field: 'Owner.Name' }, { field: 'Region__r.Parent__r.Name' }],
  tags: [{ field: 'Regions__c' }, { field: 'Industry', prefix: 'industry: ' }, { field: 'Level__c', prefix: '2' }],
}

describe('what documents say', () => {
  it('is read from YAML, with an entry for each field or the field alone', async () => {
    const yaml = `
objects:
  Account:
    title: Legal_Name__c, Name
    content:
      - Description
      - { label: " Owner ", field: Owner.Name }
      - label:
        field: Region__r.Parent__r.Name
    tags: [{ field: Regions__c, prefix: "" }, { field: Industry, prefix: "industry: " }, { field: Level__c, prefix: 2 }]
`
    expect(await accountOf(yaml)).toEqual({ excludeFields: [], ...settings })
  })

  it('is read from JSON as it stands, and may be empty lists', async () => {
    expect(await accountOf(JSON.stringify({ objects: { Account: settings } }))).toEqual({
      excludeFields: [],
      ...settings,
    })
    const nothing = { title: [], content: [], tags: [] }
    expect(await accountOf(JSON.stringify({ objects: { Account: nothing } }))).toEqual({
      excludeFields: [],
      ...nothing,
    })
  })

  it('has all that is wrong with it told at once, each at its place in the file', async () => {
    const rcFile = `
objects:
  Account:
    title: [Name, 5, "Bill ing", a.b.c.d.e.f.g]
    content:
      - { lable: Web, field: Website }
      - { label: Web }
      - { label: { a: 1 }, field: }
      - 7
      -
      - { field: [a], prefx: y }
    tags: { a: 1 }
  Lead:
    tags: [{ prefix: "x" }, { field: Status, prefix: [1] }]
    tag: [x]
`
    expect(await problemsOf(loadFiles({ '.salesforcerc': rcFile }, options))).toEqual({
      'objects.Account.title[1]': '"5" must be the name of a field, such as Name or Owner.Name',
      'objects.Account.title[2]': '"Bill ing" must be the name of a field, such as Name or Owner.Name',
      'objects.Account.title[3]': '"a.b.c.d.e.f.g" goes through 6 parents: SOQL takes five at most',
      'objects.Account.content[0].lable': 'unknown key; did you mean "label"?',
      'objects.Account.content[1].field': 'missing: the name of the field',
      'objects.Account.content[2].field': 'missing: the name of the field',
      'objects.Account.content[2].label': 'must be text',
      'objects.Account.content[3]': 'must be a field, or a map of field and label',
      'objects.Account.content[4]': 'must be a field, or a map of field and label',
      'objects.Account.content[5].field': 'this must be the name of a field, such as Name or Owner.Name',
      'objects.Account.content[5].prefx': 'unknown key',
      'objects.Account.tags': 'must be a list',
      'objects.Lead.tags[0].field': 'missing: the name of the field',
      'objects.Lead.tags[1].prefix': 'must be text',
      'objects.Lead.tag': 'unknown key; did you mean "tags"?',
    })
  })

  it('names no field that is left out', async () => {
    const account = {
      exclude_fields: ['owner', 'Type', 'Parent.Name'],
      title: ['Name', 'Parent.Site'],
      content: [{ field: 'Type' }, { field: 'OwnerId' }],
      tags: [{ field: 'Owner.Name' }, { field: 'Parent.Name' }],
    }
    const loading = loadFiles({ '.salesforcerc': { objects: { Account: account } } }, options)
    expect(await problemsOf(loading)).toEqual({
      'objects.Account.content[0].field': '"Type" is in exclude_fields too: keep one of them',
      'objects.Account.tags[0].field': '"Owner.Name" is in exclude_fields too: keep one of them',
      'objects.Account.tags[1].field': '"Parent.Name" is in exclude_fields too: keep one of them',
    })
  })
})
