import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { playHistory } from '../support/model/play-history.js'
import { histories } from '../support/model/steps.js'

/**
 * `RANDOM_RUNS=2000 RANDOM_SEED=7 RANDOM_STEPS=60` for the long. Each day has a seed of its own, which stands in what is
 * said of a failure.
 */
const numRuns = Number(process.env['RANDOM_RUNS'] ?? 8)
const seed = Number(process.env['RANDOM_SEED'] ?? Math.floor(Date.now() / 86_400_000))
const steps = Number(process.env['RANDOM_STEPS'] ?? 40)

test('whatever is done to an org, a configuration and destinations, each ends with what the org holds, nothing twice', async () => {
  let played = 0
  await fc.assert(
    fc.asyncProperty(histories(steps), async (history) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'sf-extract-history-'))
      try {
        expect(await playHistory(history, folder)).toEqual([])
      } finally {
        await rm(folder, { recursive: true, force: true })
        played += 1
        if (played % 100 === 0) process.stdout.write(`${played} histories\n`)
      }
    }),
    { numRuns, seed, endOnFailure: process.env['RANDOM_SHRINK'] === 'off', interruptAfterTimeLimit: 3_600_000 },
  )
}, 7_200_000)
