import { describe, expect, it } from 'vitest'
import { equals, notEquals } from '../../src/soql/conditions.js'
import { soql } from '../../src/soql/soql.js'

describe('a statement', () => {
  it('selects Id first, then the stamps, then fields in the order they were named', () => {
    expect(soql('Account').fields(['Name', 'Owner.Name']).metaFields().id().text()).toBe(
      'SELECT Id, Name, Owner.Name, CreatedDate, LastModifiedDate, SystemModstamp FROM Account',
    )
  })

  it('names a field once, whatever the case of its letters, and keeps the first spelling', () => {
    const text = soql('Account').id().fields(['Name', 'NAME', 'id', 'owner.Name', 'Owner.name', 'Type']).text()
    expect(text).toBe('SELECT Id, Name, owner.Name, Type FROM Account')
  })

  it('takes of the stamps only those that are readable', () => {
    expect(soql('FeedComment').id().metaFields(['id', 'createddate', 'SystemModstamp']).text()).toBe(
      'SELECT Id, CreatedDate, SystemModstamp FROM FeedComment',
    )
  })

  it('holds child lists with conditions, order and limit of their own', () => {
    const latest = soql('Opportunities').id().where(notEquals('Name', null)).orderBy('CreatedDate', 'DESC').limit(1)
    const accounts = soql('Account').id().child(latest).where(equals('Name', 'A'))
    expect(accounts.orderBy('LastModifiedDate').orderBy('Id').text()).toBe(
      'SELECT Id, (SELECT Id FROM Opportunities WHERE Name != null ORDER BY CreatedDate DESC LIMIT 1) FROM Account ' +
        "WHERE Name = 'A' ORDER BY LastModifiedDate, Id",
    )
  })

  it('counts rows', () => {
    expect(soql('Case').fields(['Subject']).where(equals('IsClosed', false)).count().text()).toBe(
      'SELECT COUNT() FROM Case WHERE IsClosed = false',
    )
  })

  it('stays as it was when something is added to it', () => {
    const before = soql('Account').id()
    before.fields(['Name']).where(equals('Name', 'A')).orderBy('Id').limit(3).count()
    expect(before.text()).toBe('SELECT Id FROM Account')
  })

  it('is refused where it selects nothing or limits to no number of rows', () => {
    expect(() => soql('Account').text()).toThrow(expect.objectContaining({ code: 'BUG' }))
    expect(() => soql('Account').id().limit(-1)).toThrow(expect.objectContaining({ code: 'BUG' }))
    expect(() => soql('Account').id().limit(1.5)).toThrow(expect.objectContaining({ code: 'BUG' }))
  })
})
