import { expect, test } from 'vitest'
import { systemClock } from '../src/clock.js'

test('a sleep of more days than a timer can count is not over at once', async () => {
  const woken = new AbortController()
  const sleep = systemClock.sleep(30 * 86_400_000, woken.signal).then(() => 'over')
  const first = await Promise.race([sleep, systemClock.sleep(20).then(() => 'asleep')])
  woken.abort(new Error('woken'))
  await expect(sleep).rejects.toThrow('woken')
  expect(first).toBe('asleep')
})
