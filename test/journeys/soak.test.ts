import { describe, expect, test } from 'vitest'
import { runSoak } from '../support/soak.js'

// `npm run soak` is the long one: hundreds of kills, another seed each time.
describe('runs killed at random moments while the org changes', { timeout: 600_000 }, () => {
  test('leave files that hold the newest version of everything, and nothing twice', async () => {
    const { kills, differences, repeated, written } = await runSoak({ seed: 20_260_105, kills: 5, sink: 'files' })
    expect(differences).toEqual([])
    expect(repeated).toBe(0)
    expect(kills).toBe(5)
    expect(written).toBeGreaterThan(300)
  })

  test('leave files that are compacted now and then with each record once', async () => {
    const { differences, repeated } = await runSoak({ seed: 20_260_107, kills: 6, sink: 'compacted' })
    expect(differences).toEqual([])
    expect(repeated).toBe(0)
  })

  test('leave a reader of the pipe with the newest version of everything', async () => {
    const { kills, differences } = await runSoak({ seed: 20_260_106, kills: 5, sink: 'pipe' })
    expect(differences).toEqual([])
    expect(kills).toBe(5)
  })
})
