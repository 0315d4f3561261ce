import { describe, expect, it } from 'vitest'
import { loadFiles, problemsOf, salesforceConnector as connector } from '../config-folder.js'

const load = (children: unknown) =>
  loadFiles({
    'coco.yml': {
      connector,
      datasource: { name: 'crm', connector: { config: { objects: { Account: { children } } } } },
    },
  })
const listsOf = async (children: unknown) => (await load(children)).datasources[0]!.objects['Account']!.children
const at = (key: string) => `datasource.connector.config.objects.Account.children${key}`

describe('the child lists of an object', () => {
  it('have fields, a condition, an order and a limit', async () => {
    const given = { fields: 'Name, Owner.Name', where: "WHERE Status__c = 'Active'", order: 'Name', limit: '5' }
    expect(await listsOf({ Projects__r: given })).toEqual({
      Projects__r: {
        fields: ['Name', 'Owner.Name'],
        where: "Status__c = 'Active'",
        order: [{ field: 'Name' }],
        limit: 5,
      },
    })
  })

  it.each([
    ['a map', { Contacts: {}, Projects: {} }],
    ['a list', ['Contacts', 'Projects']],
    ['names with nothing behind them', { Contacts: null, Projects: true }],
  ])('may be there by their names alone, as %s', async (_, given) => {
    expect(await listsOf(given)).toEqual({ Contacts: {}, Projects: {} })
  })

  it('are none where nothing is said', async () => {
    expect(await listsOf(undefined)).toBeUndefined()
    expect(await listsOf({})).toEqual({})
  })

  it.each([
    ['CreatedDate DESC', [{ field: 'CreatedDate', direction: 'DESC' }]],
    ['ORDER BY Owner.Name', [{ field: 'Owner.Name' }]],
    [
      ['Name asc nulls last', 'Id'],
      [{ field: 'Name', direction: 'ASC', nulls: 'LAST' }, { field: 'Id' }],
    ],
  ])('have an order such as %s', async (order, expected) => {
    expect(await listsOf({ Contacts: { order } })).toEqual({ Contacts: { order: expected } })
  })

  it('are wrong with their path in the file', async () => {
    const lists = {
      Contacts: { feilds: ['Name'], limit: 0, order: 'Name, Email DOWN' },
      Projects: {},
      projects__r: {},
      'My Projects': {},
      Cases: { order: 'Name) FROM User' },
    }
    expect(await problemsOf(load(lists))).toEqual({
      [at('.Contacts.feilds')]: 'unknown key; did you mean "fields"?',
      [at('.Contacts.limit')]: '"0" must be a whole number from 1 to 2000',
      [at('.Contacts.order')]:
        '"Email DOWN" must be a field, and then ASC or DESC and NULLS FIRST or NULLS LAST where wanted',
      [at('.Cases.order')]:
        '"Name) FROM User" must be a field, and then ASC or DESC and NULLS FIRST or NULLS LAST where wanted',
    })
    const { Contacts: _, Cases: __, ...named } = lists
    expect(await problemsOf(load(named))).toEqual({
      [at('.projects__r')]: 'has an entry already',
      [at('.My Projects')]: "is not a child relationship's name, such as Contacts or Projects__r",
    })
    expect(await problemsOf(load('Contacts'))).toEqual({ [at('')]: 'must be a map by child relationship' })
  })
})
