import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recordId, toLongId } from '../../src/sandbox/record-ids.js'

describe('record Ids', () => {
  it('have 18 characters, the key prefix first', () => {
    expect(recordId('001', 1)).toBe('0015g0000000001AAA')
    expect(recordId('00Q', 61)).toMatch(/^00Q5g000000000z.{3}$/)
  })

  it('end in the checksum that real Ids end in', () => {
    expect(toLongId('012000000000000')).toBe('012000000000000AAA')
    expect(toLongId('00D5g0000000001')).toBe('00D5g0000000001EAA')
    expect(toLongId('01gRO0000016PIA')).toBe('01gRO0000016PIAYA2')
  })

  it('leave alone what is no 15-character Id', () => {
    expect(toLongId('0015g0000000001AAA')).toBe('0015g0000000001AAA')
    expect(toLongId('')).toBe('')
  })

  it('sort like the numbers they were made from and never repeat', () => {
    const number = fc.integer({ min: 1, max: 62 ** 5 })
    fc.assert(
      fc.property(number, number, (one, other) => {
        expect(recordId('500', one) < recordId('500', other)).toBe(one < other)
      }),
    )
  })
})
