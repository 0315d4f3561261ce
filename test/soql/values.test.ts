import { describe, expect, it } from 'vitest'
import { above, atLeast, below, equals, isIn, notEquals, type Condition } from '../../src/soql/conditions.js'
import { soql } from '../../src/soql/soql.js'
import { day, stamp } from '../../src/soql/values.js'

describe('values', () => {
  it('are written as SOQL reads each kind of them', () => {
    expect(where(equals('A', 'it\'s "x"\\'))).toBe(String.raw`A = 'it\'s \"x\"\\'`)
    expect(where(equals('A', '\n\r\t\b\f\u0000\u2028'))).toBe(String.raw`A = '\n\r\t\b\f\u0000` + "\u2028'")
    expect(where(equals('A', '\ud800'))).toBe(String.raw`A = '\ud800'`)
    expect(where(above('A', -1.5))).toBe('A > -1.5')
    expect(where(notEquals('A', true))).toBe('A != true')
    expect(where(atLeast('A', stamp('2026-01-05T09:30:11.000Z')))).toBe('A >= 2026-01-05T09:30:11.000Z')
    expect(where(below('A', day('2026-01-05')))).toBe('A < 2026-01-05')
    expect(where(isIn('Owner.Id', ['a', null, 1]))).toBe("Owner.Id IN ('a',null,1)")
  })

  it.each([
    ['a number that is none', () => equals('A', Number.NaN)],
    ['a number SOQL can not write', () => equals('A', 1e21)],
    ['a stamp that is none', () => stamp('2026-02-30T00:00:00.000Z')],
    ['a stamp of another form', () => stamp('2026-01-05T09:30:11.000+0000')],
    ['a day that is none', () => day('2026-13-01')],
  ])('are refused with %s', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'BUG' }))
  })
})

function where(condition: Condition): string {
  return soql('X')
    .id()
    .where(condition)
    .text()
    .replace(/^SELECT Id FROM X( WHERE )?/, '')
}
