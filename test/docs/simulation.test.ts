import { describe, expect, test } from 'vitest'
import { openRunCosts } from '../../scripts/simulate/run-costs.js'
import { simulate, type Scenario } from '../../scripts/simulate/simulate.js'
import { usual } from '../../scripts/simulate/table.js'

const one: Scenario = { ...usual, orgs: 20, objects: 6, rate: 100, latencyMs: 200, intervalMs: 60_000 }

describe('the simulation', () => {
  test('counts three calls for a run that finds nothing in the six objects, as the promise is', () => {
    expect(openRunCosts(6).countRun([0, 0, 0, 0, 0, 0])).toEqual({ calls: 3, rounds: 2 })
    expect(openRunCosts(6).countRun([1, 0, 0, 0, 0, 0]).calls).toBe(4)
    expect(openRunCosts(6).countRun([4001, 0, 0, 0, 0, 0]).calls).toBe(6)
  })

  test('is the same for the same seed, and another for another', () => {
    expect(simulate(one)).toEqual(simulate(one))
    expect(simulate({ ...one, seed: 2 })).not.toEqual(simulate(one))
  })

  test('has a lag of half an interval where the workers keep up, and a growing one where they do not', () => {
    const { lagMs, workers } = simulate(one)
    expect(workers).toBe(1)
    expect(lagMs.median).toBeGreaterThan(25_000)
    expect(lagMs.median).toBeLessThan(35_000)
    const slow: Scenario = { ...one, latencyMs: 20_000 }
    expect(simulate({ ...slow, workers: 1 }).lagMs.median).toBeGreaterThan(60_000)
    expect(simulate(slow).workers).toBeGreaterThan(1)
  })

  test('says how much of the quota a shorter interval takes', () => {
    const often = simulate({ ...one, intervalMs: 30_000, quota: 5000 })
    expect(often.quotaShare).toBeGreaterThan(1)
    expect(often.callsADay).toBeGreaterThan(simulate(one).callsADay * 1.7)
  })
})
