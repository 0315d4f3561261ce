/** Takes the lock three times, making sure that it is alone; with a second argument it keeps it the first time. */
import { mkdir, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { systemClock } from '../../../src/clock.js'
import { acquireLock } from '../../support/acquire-lock.js'

const [folder = '', keeps] = process.argv.slice(2)
// Polls faster than the product does.
const clock = { ...systemClock, sleep: (ms: number) => wait(Math.min(ms, 5)) }
for (let turn = 0; turn < 3; turn++) {
  const lock = await acquireLock(folder, 'crm', { clock, waitMs: 60_000 })
  await mkdir(join(folder, 'held'))
  process.stdout.write('alone\n')
  await wait(keeps === undefined ? 20 : 60_000)
  await rmdir(join(folder, 'held'))
  await lock.release()
}
