import { describe, expect, it } from 'vitest'
import { openSandboxClock } from '../../src/sandbox/clock.js'

describe("the org's clock", () => {
  it('runs with this machine, shifted by the offset', () => {
    const clock = openSandboxClock({ offsetMs: 7_200_000 })
    const before = Date.now()
    const now = clock.now() - 7_200_000
    expect(now).toBeGreaterThanOrEqual(before)
    expect(now).toBeLessThanOrEqual(Date.now())
  })

  it('moves on when it is advanced', () => {
    const clock = openSandboxClock()
    const before = clock.now()
    clock.advance(86_400_000)
    expect(clock.now() - before).toBeGreaterThanOrEqual(86_400_000)
  })
})
