import { describe, expect, test } from 'vitest'
import {
  parseChoice,
  parseCount,
  parseDurationFlag,
  parseList,
  parseMoment,
} from '../../../src/cli/flags/flag-values.js'
import { openManualClock } from '../../support/manual-clock.js'

const clock = openManualClock({ startMs: Date.UTC(2026, 0, 5, 9, 30) })

describe('a flag', () => {
  test('that counts takes whole numbers only', () => {
    expect(parseCount('--limit', '50')).toBe(50)
    expect(parseCount('--limit', undefined)).toBeUndefined()
    expect(parseCount('--port', '0', 0)).toBe(0)
    for (const wrong of ['0', '-1', '1.5', 'ten', '', '9999999999999999999']) {
      expect(() => parseCount('--limit', wrong)).toThrow(`--limit takes a whole number of at least 1, not '${wrong}'`)
    }
  })

  test('with a choice names the choices', () => {
    expect(parseChoice('--format', 'ndjson', ['ndjson'])).toBe('ndjson')
    expect(() => parseChoice('--format', 'csv', ['ndjson'])).toThrow("--format takes ndjson, not 'csv'")
  })

  test('that is a list may be repeated and have commas', () => {
    expect(parseList(['Account,Case', ' Lead '])).toEqual(['Account', 'Case', 'Lead'])
    expect(parseList(undefined)).toEqual([])
  })

  test('that is a duration says which flag was wrong', () => {
    expect(parseDurationFlag('--wait', '10m')).toBe(600_000)
    expect(() => parseDurationFlag('--wait', 'soon')).toThrow(/^--wait: "soon" is not a duration/)
  })
})

describe('a moment', () => {
  test.each([
    ['2026-01-01', '2026-01-01T00:00:00.000Z'],
    ['2026-01-01T10:00', '2026-01-01T10:00:00.000Z'],
    ['2026-01-01 10:00:07', '2026-01-01T10:00:07.000Z'],
    ['2026-01-01T10:00:00.500Z', '2026-01-01T10:00:00.500Z'],
    ['2026-01-01T10:00:00+02:00', '2026-01-01T08:00:00.000Z'],
    ['2026-01-01T10:00:00+0200', '2026-01-01T08:00:00.000Z'],
    ['2d', '2026-01-03T09:30:00.000Z'],
    ['1h30m', '2026-01-05T08:00:00.000Z'],
  ])('%s is %s', (text, stamp) => {
    expect(parseMoment('--since', text, clock)).toBe(stamp)
  })

  test.each(['yesterday', '2026', '2026-13-01', '2026-02-30', '2026-01-01T25:00', '2026-01-01Z', '5', ''])(
    '%j is none',
    (text) => {
      expect(() => parseMoment('--since', text, clock)).toThrow(/^--since takes a date, a time such as/)
    },
  )

  test('in the future is refused', () => {
    expect(() => parseMoment('--since', '2026-01-06', clock)).toThrow('--since 2026-01-06 is in the future')
  })
})
