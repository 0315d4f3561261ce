import { describe, expect, it } from 'vitest'
import { and, equals, isIn, or, raw, type Condition } from '../../src/soql/conditions.js'
import { soql } from '../../src/soql/soql.js'

function where(condition: Condition): string {
  return soql('X')
    .id()
    .where(condition)
    .text()
    .replace(/^SELECT Id FROM X( WHERE )?/, '')
}

describe('conditions', () => {
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
  ])('are refused with %s', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'BUG' }))
  })
})
