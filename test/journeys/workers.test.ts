import { describe, expect, test } from 'vitest'
import { hasRedis } from '../support/queued.js'
import { makeTempFolder } from '../support/temp-folder.js'
import { runWorked } from '../support/worked.js'

const seed = Number(process.env['WORKERS_SEED'] ?? 20_260_105)
const seconds = Number(process.env['WORKERS_SECONDS'] ?? 4)

// `WORKERS_SECONDS=600 WORKERS_SEED=7 npx vitest run test/journeys/workers.test.ts` is the long one.
describe.skipIf(!hasRedis)('workers that are killed and paused while orgs change and Redis restarts', () => {
  test(
    'leave files with the newest version of everything, and nothing twice; no org is asked more than its budget',
    { timeout: 240_000 + seconds * 2000 },
    async () => {
      const callsPerDay = 3000 + 100 * seconds
      const folder = await makeTempFolder()
      const result = await runWorked({ seed, seconds, orgs: 6, workers: 3, folder, callsPerDay })
      expect(result.ends).toEqual([143, 143, 143, 143])
      expect(result.differences).toEqual([])
      expect(result.repeats).toEqual([])
      for (const calls of result.calls) expect(calls).toBeLessThanOrEqual(callsPerDay)
      expect(result.kills + result.pauses).toBeGreaterThan(3)
      expect(result.written).toBeGreaterThan(200)
    },
  )
})
