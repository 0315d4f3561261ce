import { describe, expect, test } from 'vitest'
import { runSoak, type SoakSink } from '../support/soak.js'

// `npm run soak` is the long one: hundreds of kills, another seed each time.
describe('runs killed at random moments while org and configuration change', { timeout: 600_000 }, () => {
  test.each<[SoakSink, number]>([
    ['files', 2],
    ['compacted', 1],
    ['held', 1],
    ['pipe', 2],
  ])('leave %s with the newest version of everything, and files with nothing twice', async (sink, leastKills) => {
    const { kills, differences, repeats, written } = await runSoak({
      seed: 20_260_105,
      kills: leastKills,
      records: 200,
      sink,
      isQuick: true,
    })
    expect(differences).toEqual([])
    expect(repeats).toEqual([])
    expect(kills).toBeGreaterThanOrEqual(leastKills)
    expect(written).toBeGreaterThan(100)
  })
})
