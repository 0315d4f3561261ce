import { describe, expect, test } from 'vitest'
import { spanOf } from '../../src/sandbox/soql/conditions/datetime.js'
import { openClient } from './client.js'

/** A Wednesday. */
const NOW = Date.UTC(2026, 4, 13, 15, 30)
const day = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date)

describe('a date literal', () => {
  test('stands for whole days in UTC, weeks from Sunday', () => {
    const cases: [string, number, number][] = [
      ['TODAY', day(2026, 5, 13), day(2026, 5, 14)],
      ['YESTERDAY', day(2026, 5, 12), day(2026, 5, 13)],
      ['TOMORROW', day(2026, 5, 14), day(2026, 5, 15)],
      ['THIS_WEEK', day(2026, 5, 10), day(2026, 5, 17)],
      ['LAST_WEEK', day(2026, 5, 3), day(2026, 5, 10)],
      ['NEXT_MONTH', day(2026, 6, 1), day(2026, 7, 1)],
      ['THIS_QUARTER', day(2026, 4, 1), day(2026, 7, 1)],
      ['LAST_FISCAL_YEAR', day(2025, 1, 1), day(2026, 1, 1)],
      ['LAST_90_DAYS', day(2026, 2, 12), day(2026, 5, 14)],
      ['NEXT_90_DAYS', day(2026, 5, 14), day(2026, 8, 12)],
      ['LAST_N_DAYS:3', day(2026, 5, 10), day(2026, 5, 14)],
      ['NEXT_N_DAYS:2', day(2026, 5, 14), day(2026, 5, 16)],
      ['N_DAYS_AGO:2', day(2026, 5, 11), day(2026, 5, 12)],
      ['LAST_N_WEEKS:2', day(2026, 4, 26), day(2026, 5, 10)],
      ['LAST_N_MONTHS:2', day(2026, 3, 1), day(2026, 5, 1)],
      ['N_YEARS_AGO:1', day(2025, 1, 1), day(2026, 1, 1)],
      ['NEXT_N_QUARTERS:1', day(2026, 7, 1), day(2026, 10, 1)],
    ]
    for (const [literal, start, end] of cases)
      expect([literal, spanOf(literal, NOW)]).toEqual([literal, { start, end }])
    expect(spanOf('SOMEDAY', NOW)).toBe(undefined)
    expect(spanOf('SOME_N_DAYS:3', NOW)).toBe(undefined)
  })

  test('bounds stamps by its beginning and end', async () => {
    const client = await openClient()
    const { store, clock } = client.sandbox
    const midnight = Math.floor(clock.now() / 86_400_000) * 86_400_000
    store.insert('Account', { Name: 'before' }, { at: midnight - 1000 })
    store.insert('Account', { Name: 'today' }, { at: midnight })
    const names = async (condition: string) =>
      (await client.rows(`SELECT Name FROM Account WHERE CreatedDate ${condition}`)).map((row) => row.Name)
    expect(await names('= TODAY')).toEqual(['today'])
    expect(await names('!= TODAY')).toEqual(['before'])
    expect(await names('< TODAY')).toEqual(['before'])
    expect(await names('<= TODAY')).toEqual(['before', 'today'])
    expect(await names('> YESTERDAY')).toEqual(['today'])
    expect(await names('>= LAST_N_DAYS:1')).toEqual(['before', 'today'])
    expect(await names('IN (YESTERDAY, TODAY)')).toEqual(['before', 'today'])
    expect(await names('NOT IN (YESTERDAY, TOMORROW)')).toEqual(['today'])
  })
})

describe('a datetime literal', () => {
  test('is a moment whichever way its offset is written', async () => {
    const client = await openClient()
    client.sandbox.store.insert('Account', { Name: 'x' }, { at: Date.UTC(2026, 0, 5, 9, 30, 11) })
    const moments = [
      '2026-01-05T09:30:11Z',
      '2026-01-05T09:30:11.000Z',
      '2026-01-05T10:30:11+01:00',
      '2026-01-05T01:30:11-0800',
    ]
    for (const moment of moments) {
      const count = async (operator: string) =>
        (await client.query(`SELECT COUNT() FROM Account WHERE CreatedDate ${operator} ${moment}`)).body.totalSize
      expect([
        moment,
        await count('='),
        await count('<'),
        await count('<='),
        await count('>'),
        await count('>='),
        await count('!='),
      ]).toEqual([moment, 1, 0, 1, 0, 1, 0])
    }
  })

  test('can be null, and a day filters a date field', async () => {
    const client = await openClient()
    client.sandbox.store.insert('Opportunity', { Name: 'x', StageName: 'Prospecting', CloseDate: '2026-03-01' })
    const count = async (where: string) =>
      (await client.query(`SELECT COUNT() FROM Opportunity WHERE ${where}`)).body.totalSize
    expect(await count('CloseDate = 2026-03-01')).toBe(1)
    expect(await count('CloseDate > 2026-03-01')).toBe(0)
    expect(await count('CloseDate >= 2026-02-28 AND CloseDate < 2026-03-02')).toBe(1)
    expect(await count('CreatedDate = null')).toBe(0)
    expect(await count('LastActivityDate = null')).toBe(1)
    expect(await count('CreatedDate > null')).toBe(0)
  })
})
