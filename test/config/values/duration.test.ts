import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDuration } from '../../../src/config/values/duration.js'
import type { ExtractError } from '../../../src/errors/extract-error.js'

/** The milliseconds, or the code of the error. */
function outcomeOf(given: string): string {
  try {
    return String(parseDuration(given))
  } catch (error) {
    return (error as ExtractError).code
  }
}

describe('a duration', () => {
  it.each([
    ['0', 0],
    [0, 0],
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['1d', 86_400_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1500],
    [' 10m ', 600_000],
  ])('reads %s as %d milliseconds', (given, ms) => {
    expect(parseDuration(given)).toBe(ms)
  })

  it.each(['5', '-5m', '5 parsecs', '5M', 'm', '1h 30m', '', '1e3s', '5mm'])('refuses "%s" and names it', (given) => {
    expect(() => parseDuration(given)).toThrow(`"${given}" is not a duration`)
  })

  it('refuses a bare number, whose unit would be a guess', () => {
    expect(() => parseDuration(30)).toThrow('"30" is not a duration: write it like 500ms, 30s, 5m, 1h, 1d or 0')
  })

  it('refuses what is no text at all', () => {
    expect(() => parseDuration({ m: 5 })).toThrow('this is not a duration')
    expect(() => parseDuration(true)).toThrow('this is not a duration')
  })

  it('refuses more than a year', () => {
    expect(() => parseDuration('400d')).toThrow('"400d" is longer than 366d, the longest duration there is')
  })

  it('adds up its parts', () => {
    const amount = fc.nat({ max: 59 })
    fc.assert(
      fc.property(amount, amount, amount, (hours, minutes, seconds) => {
        expect(parseDuration(`${hours}h${minutes}m${seconds}s`)).toBe((hours * 3600 + minutes * 60 + seconds) * 1000)
      }),
    )
  })

  it('gives a whole number of milliseconds or says why not', () => {
    fc.assert(
      fc.property(fc.string(), (given) => {
        expect(outcomeOf(given)).toMatch(/^(CONFIG_INVALID|\d+)$/)
      }),
    )
  })
})
