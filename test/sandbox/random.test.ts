import { describe, expect, it } from 'vitest'
import { openRandom } from '../../src/sandbox/random.js'

describe('the seeded source of chance', () => {
  it('gives the same sequence for the same seed', () => {
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it('gives a named part a sequence that does not depend on what was drawn before', () => {
    const fresh = openRandom(7)
    const drawn = openRandom(7)
    drawn.next()
    expect(drawn.fork('cases').next()).toBe(fresh.fork('cases').next())
    expect(fresh.fork('cases').next()).not.toBe(fresh.fork('leads').next())
  })

  it('reaches both ends of a range and every entry of a list', () => {
    const random = openRandom(1)
    expect(new Set(Array.from({ length: 200 }, () => random.integer(1, 3)))).toEqual(new Set([1, 2, 3]))
    expect(new Set(Array.from({ length: 200 }, () => random.pick(['a', 'b'])))).toEqual(new Set(['a', 'b']))
  })

  it('comes true as often as asked', () => {
    const random = openRandom(2)
    const times = Array.from({ length: 10_000 }, () => random.chance(0.3)).filter(Boolean).length
    expect(times).toBeGreaterThan(2800)
    expect(times).toBeLessThan(3200)
  })

  it('refuses to pick from nothing', () => {
    expect(() => openRandom(1).pick([])).toThrow('empty list')
  })
})

function draw(seed: number): number[] {
  const random = openRandom(seed)
  return Array.from({ length: 20 }, () => random.integer(0, 1_000_000))
}
