import { describe, expect, test } from 'vitest'
import { renderAge, renderAmount } from '../../../src/cli/printer/amounts.js'
import { marksFor } from '../../../src/cli/printer/marks.js'
import { renderTable } from '../../../src/cli/printer/table.js'

describe('an age', () => {
  test.each([
    [0, '0s'],
    [59, '59s'],
    [60, '1m'],
    [3599, '59m'],
    [7200, '2h'],
    [86_400 * 12, '12d'],
    [-5, '0s'],
  ])('of %i seconds is %s', (seconds, age) => {
    const stamp = '2026-01-05T09:30:00.000Z'
    expect(renderAge(stamp, Date.parse(stamp) + seconds * 1000)).toBe(age)
  })
})

describe('an amount', () => {
  test.each([
    [0, '0 objects'],
    [1, '1 object'],
    [12_345, '12,345 objects'],
  ])('of %i is %s', (value, text) => {
    expect(renderAmount(value, 'object')).toBe(text)
  })
})

describe('marks', () => {
  test.each([
    [{}, '✓'],
    [{ LANG: 'en_US.UTF-8' }, '✓'],
    [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, 'ok'],
    [{ TERM: 'linux' }, 'ok'],
  ])('with %j begin with %s', (env, good) => {
    expect(marksFor(env).good).toBe(good)
  })
})

describe('a table', () => {
  test('has columns without frames, numbers to the right, and a line per row whatever the org calls things', () => {
    const columns = [{ title: 'name' }, { title: 'rows', align: 'right' as const }, { title: 'note' }]
    expect(
      renderTable(columns, [
        ['Account', '12', 'a\r\nb\u001B[31m'],
        ['Ünïcode', '3', ''],
      ]),
    ).toBe('name     rows  note\nAccount    12  a b\nÜnïcode     3')
  })
})
