import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { buildDirectories } from '../../../src/sync/documents/directories.js'
import { placeBelow, placeOf, segmentOf } from '../../../src/sync/documents/place.js'
import { describeOf } from '../../support/describe-of.js'

const source = { type: 'connector', name: 'My Salesforce Data', id: 'crm' } as const
const instanceUrl = 'https://mycompany.my.salesforce.com'
const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const account = { summary: { ...describeOf('Account', ''), keyPrefix: '001', label: 'Account' }, isStandard: true }
const invoice = { summary: { ...describeOf('Invoice__c', ''), keyPrefix: null, label: 'Invoice' }, isStandard: false }

describe('directories', () => {
  it('are the groups, then the objects, standard ones first', () => {
    expect(buildDirectories({ source, objects: [invoice, account], instanceUrl })).toEqual([
      {
        id: md5('crm_standard_objects'),
        type: 'folder',
        icon: 'font_filetype-folder',
        title: 'Standard Objects',
        category: '/',
        categories: [],
        system: { parent_path: '/' },
        source,
        metadata: { is_standard: true },
      },
      expect.objectContaining({ id: md5('crm_custom_objects'), title: 'Custom Objects' }),
      {
        id: md5('crm_sobject_account'),
        type: 'folder',
        icon: 'font_filetype-folder',
        title: 'Account',
        category: '/Standard Objects/',
        categories: ['Standard Objects'],
        system: { parent_path: '/Standard Objects/' },
        source,
        url: 'https://mycompany.my.salesforce.com/lightning/o/Account/list',
        metadata: {
          sobject_type: 'Account',
          is_standard: true,
          label: 'Account',
          key_prefix: '001',
          access: { queryable: true, searchable: true, createable: true, updateable: true, deletable: false },
        },
      },
      expect.objectContaining({ id: md5('crm_sobject_invoice__c'), category: '/Custom Objects/' }),
    ])
  })

  it('keep their keys in the fixed order', () => {
    const [group, object] = buildDirectories({ source, objects: [account], instanceUrl })
    const keys = ['id', 'type', 'icon', 'title', 'category', 'categories', 'system', 'source']
    expect(Object.keys(group!)).toEqual([...keys, 'metadata'])
    expect(Object.keys(object!)).toEqual([...keys, 'url', 'metadata'])
  })

  it('are no groups without objects, no root, and no key prefix where the org gives none', () => {
    const directories = buildDirectories({ source, objects: [invoice], instanceUrl })
    expect(directories.map((directory) => directory.title)).toEqual(['Custom Objects', 'Invoice__c'])
    expect(directories[1]!.metadata).not.toHaveProperty('key_prefix')
    expect(buildDirectories({ source, objects: [], instanceUrl })).toEqual([])
  })

  it('stay in their place whatever a hostile org calls an object', () => {
    const hostile = { summary: { ...account.summary, name: '../x\n__c' }, isStandard: false }
    const [, directory] = buildDirectories({ source, objects: [hostile], instanceUrl })
    expect(directory).toMatchObject({
      title: '..%2Fx\n__c',
      category: '/Custom Objects/',
      url: `${instanceUrl}/lightning/o/..%2Fx%0A__c/list`,
      metadata: { sobject_type: '../x\n__c' },
    })
  })
})

describe('a place', () => {
  it('is the path of an object below its group', () => {
    const category = '/Standard Objects/Account/'
    expect(placeOf('Account', true)).toEqual({
      category,
      categories: ['Standard Objects', 'Account'],
      system: { parent_path: category },
    })
    expect(placeBelow([]).category).toBe('/')
  })

  it('has one step for a name, which never means another directory', () => {
    const names = ['a/b', '\\', '..', '.', 'Account']
    expect(names.map(segmentOf)).toEqual(['a%2Fb', '%5C', '%2E%2E', '%2E', 'Account'])
  })
})
