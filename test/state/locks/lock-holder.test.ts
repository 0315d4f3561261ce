import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { isAlive, loadProcessStart, type Holder } from '../../../src/state/locks/lock-holder.js'

const isLinux = process.platform === 'linux'

test.skipIf(!isLinux)('a holder that has ended is dead, though nobody has waited for it', async () => {
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
  onTestFinished(() => void parent.kill())
  const pid = Number(String((await once(parent.stdout, 'data'))[0]))
  // It ends by itself, and stays in the list of processes as long as its parent does not ask for it.
  while (!(await readFile(`/proc/${pid}/stat`, 'utf8')).includes(') Z ')) await new Promise(setImmediate)
  const me: Holder = { pid: process.pid, host: 'here', pidSpace: 'one', since: '2026-01-05T09:30:11.000Z' }
  expect(await isAlive({ ...me, pid, start: 'some boot 1' }, me, 0)).toBe(false)
})

test.skipIf(!isLinux)('a holder that is here lives, however long ago it was heard of', async () => {
  const me: Holder = { pid: process.pid, host: 'here', pidSpace: 'one', since: '2026-01-05T09:30:11.000Z' }
  const start = await loadProcessStart(process.pid)
  expect(await isAlive({ ...me, start: start! }, me, 10_000_000)).toBe(true)
})
