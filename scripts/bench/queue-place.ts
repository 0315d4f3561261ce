import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findRedis, startRedis } from '../../test/support/stores/redis-server.js'
import { bin } from './measure.js'

/** A folder with settings, and a Redis that is the queue and the state of all that is started there. */
export interface QueuePlace {
  folder: string
  start(...args: string[]): ChildProcess
}

/** Such a place with workers of one job at a time that wait for jobs; at the end all processes are killed. */
export async function withWorkers(
  count: number,
  settings: object,
  work: (place: QueuePlace) => Promise<number>,
): Promise<number> {
  const program = findRedis()
  if (program === undefined) throw new Error('no Redis: install the package redis-server')
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-extract-workers-'))
  const redis = await startRedis(program)
  const processes: ChildProcess[] = []
  const start = (...args: string[]) => {
    const env = { ...process.env, SF_EXTRACT_STATE: redis.url, SF_EXTRACT_QUEUE: redis.url, XDG_CACHE_HOME: folder }
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
    processes.push(child)
    return child
  }
  try {
    writeFileSync(path.join(folder, 'coco.yml'), JSON.stringify(settings), { mode: 0o600 })
    for (let n = 0; n < count; n++) start('worker', '--output', 'documents', '--concurrency', '1').stderr!.resume()
    // They have loaded what they need, and wait.
    await delay(1500 * count)
    return await work({ folder, start })
  } finally {
    for (const each of processes) each.kill('SIGKILL')
    await redis.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
