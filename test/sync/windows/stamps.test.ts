import { describe, expect, it } from 'vitest'
import { addMs, stampOf } from '../../../src/sync/windows/stamps.js'

describe('a stamp', () => {
  it.each([
    ['2026-01-05T09:30:11.000+0000', '2026-01-05T09:30:11.000Z'],
    ['2026-01-05T09:30:11.000Z', '2026-01-05T09:30:11.000Z'],
    ['2026-01-05T09:30:11Z', '2026-01-05T09:30:11.000Z'],
    ['2026-01-05T09:30:11.5+02:00', '2026-01-05T07:30:11.500Z'],
    ['2026-01-05T23:30:11.000-0130', '2026-01-06T01:00:11.000Z'],
  ])('is read from %s', (value, stamp) => {
    expect(stampOf(value)).toBe(stamp)
  })

  const texts = [
    '',
    '2026-01-05',
    '2026-01-05T09:30:11',
    '2026-13-05T09:30:11Z',
    'x2026-01-05T09:30:11Z',
    '9999-12-31T23:59:59-1400',
    '+275760-09-13T00:00:00Z',
    '0000-01-01T00:00:00+0100',
  ]

  it.each([null, undefined, 5, ...texts])('is none from %j', (value) => {
    expect(stampOf(value)).toBeUndefined()
  })

  it('moves by milliseconds, over midnight too', () => {
    expect(addMs('2026-01-01T00:00:00.000Z', -600_000)).toBe('2025-12-31T23:50:00.000Z')
  })
})
