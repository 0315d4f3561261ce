import { describe, expect, it } from 'vitest'
import {
  above,
  and,
  atLeast,
  below,
  chunkIn,
  day,
  equals,
  isIn,
  isSoqlName,
  notEquals,
  or,
  raw,
  soql,
  stamp,
  type Condition,
} from '../../src/soql/soql.js'

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

function where(condition: Condition): string {
  return soql('X')
    .id()
    .where(condition)
    .text()
    .replace(/^SELECT Id FROM X( WHERE )?/, '')
}

describe('conditions', () => {
  it('write each kind of value as SOQL reads it', () => {
    expect(where(equals('A', 'it\'s "x"\\'))).toBe(String.raw`A = 'it\'s \"x\"\\'`)
    expect(where(equals('A', '\n\r\t\b\f\u0000\u2028'))).toBe(String.raw`A = '\n\r\t\b\f\u0000` + "\u2028'")
    expect(where(equals('A', '\ud800'))).toBe(String.raw`A = '\ud800'`)
    expect(where(above('A', -1.5))).toBe('A > -1.5')
    expect(where(notEquals('A', true))).toBe('A != true')
    expect(where(atLeast('A', stamp('2026-01-05T09:30:11.000Z')))).toBe('A >= 2026-01-05T09:30:11.000Z')
    expect(where(below('A', day('2026-01-05')))).toBe('A < 2026-01-05')
    expect(where(isIn('Owner.Id', ['a', null, 1]))).toBe("Owner.Id IN ('a',null,1)")
  })

  it('put a join inside another join into parentheses, since AND beside OR is refused', () => {
    const [a, b, c] = [equals('A', 1), equals('B', 2), equals('C', 3)]
    expect(where(and(or(a, b), c))).toBe('(A = 1 OR B = 2) AND C = 3')
    expect(where(or(and(a, b), c))).toBe('(A = 1 AND B = 2) OR C = 3')
    expect(where(and(and(a, b), c))).toBe('A = 1 AND B = 2 AND C = 3')
    expect(where(or(or(a)))).toBe('A = 1')
  })

  it('keep the condition of a user together', () => {
    expect(where(and(raw(' A = 1 OR B = 2 '), equals('C', 3)))).toBe('(A = 1 OR B = 2) AND C = 3')
    expect(where(and(raw(' '), equals('C', 3)))).toBe('C = 3')
  })

  it('all hold where `where` is called several times', () => {
    const a = or(equals('A', 1), equals('B', 2))
    expect(soql('X').id().where(a).where(undefined).where(equals('C', 3)).text()).toBe(
      'SELECT Id FROM X WHERE (A = 1 OR B = 2) AND C = 3',
    )
  })

  it('disappear where there are none', () => {
    expect(where(and(undefined, and()))).toBe('')
  })

  it.each([
    ['an empty list', () => isIn('A', [])],
    ['an OR of nothing', () => or()],
    ['a number that is none', () => equals('A', Number.NaN)],
    ['a number SOQL can not write', () => equals('A', 1e21)],
    ['a stamp that is none', () => stamp('2026-02-30T00:00:00.000Z')],
    ['a stamp of another form', () => stamp('2026-01-05T09:30:11.000+0000')],
    ['a day that is none', () => day('2026-13-01')],
  ])('are refused with %s', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'BUG' }))
  })
})

describe('names', () => {
  const impossible = ['../x__c', 'A\nB', 'A B', "A'", '', '1A', 'A..B', 'A.', 'COUNT()']

  it.each(impossible)('that Salesforce has not are refused: %j', (name) => {
    const hint = expect.stringContaining('exclude_fields') as string
    const refused = expect.objectContaining({ code: 'BAD_ANSWER', hint })
    expect(() => soql('X').fields([name])).toThrow(refused)
    expect(() => soql('X').orderBy(name)).toThrow(refused)
    expect(() => equals(name, 1)).toThrow(refused)
    expect(() => soql(name)).toThrow(refused)
    expect(isSoqlName(name)).toBe(false)
  })
})

describe('Ids', () => {
  const ids = Array.from({ length: 10 }, (_, index) => `id${index}`)

  it('are cut into lists that fit, in their order', () => {
    const chunks = chunkIn(ids, (chunk) => chunk.join().length <= 12, 800)
    expect(chunks).toEqual([ids.slice(0, 3), ids.slice(3, 6), ids.slice(6, 9), ids.slice(9)])
  })

  it('are never more than the most in one list', () => {
    expect(chunkIn(ids, () => true, 4).map((chunk) => chunk.length)).toEqual([4, 4, 2])
    expect(chunkIn([], () => true, 4)).toEqual([])
  })

  it('are refused where not even one fits', () => {
    expect(() => chunkIn(ids, () => false, 4)).toThrow(expect.objectContaining({ code: 'QUERY_REFUSED' }))
  })
})
