import { describe, expect, it } from 'vitest'
import { chunkIn } from '../../src/soql/chunks.js'

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
