/** What more workers do in the same time: first loads of several orgs that take their time to answer. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { findRedis, startRedis } from '../../test/support/stores/redis-server.js'
import { bin } from './measure.js'

const orgCount = 8
const rows = 2000
const latencyMs = 200

/** Prints the seconds that 1, 2 and 4 workers of one job at a time need; gives how many times as fast as one they are. */
export async function measureWorkers(): Promise<Record<string, number>> {
  const program = findRedis()
  if (program === undefined) throw new Error('no Redis: install the package redis-server')
  const seconds = new Map<number, number>()
  for (const count of [1, 2, 4]) seconds.set(count, await timeWorkers(count, program))
  const ratios = Object.fromEntries([...seconds].map(([count, each]) => [count, seconds.get(1)! / each]))
  for (const [count, each] of seconds) {
    const speed = Math.round((orgCount * rows) / each)
    console.log(`${count} workers  ${each.toFixed(1)} s  ${speed} rows/s  ${ratios[count]!.toFixed(2)} times one`)
  }
  return ratios
}

async function timeWorkers(count: number, program: string): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-extract-workers-'))
  const redis = await startRedis(program)
  const orgs = await Promise.all(Array.from({ length: orgCount }, openOrg))
  const processes: ChildProcess[] = []
  const start = (...args: string[]) => {
    const env = { ...process.env, SF_EXTRACT_STATE: redis.url, SF_EXTRACT_QUEUE: redis.url, XDG_CACHE_HOME: folder }
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
    processes.push(child)
    return child
  }
  try {
    writeFileSync(path.join(folder, 'coco.yml'), renderSettings(orgs), { mode: 0o600 })
    for (let n = 0; n < count; n++) start('worker', '--output', 'documents', '--concurrency', '1').stderr!.resume()
    // They have loaded what they need, and wait.
    await delay(1500 * count)
    return await timeLoads(start('run'))
  } finally {
    for (const each of processes) each.kill('SIGKILL')
    await Promise.all(orgs.map((org) => org.close()))
    await redis.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function openOrg(): Promise<Sandbox> {
  const org = await startSandbox({ records: 0, pageSize: 200, latencyMs })
  for (let n = 0; n < rows; n++) org.store.insert('Account', { Name: `Acme ${n}` })
  org.clock.advance(60_000)
  return org
}

/** From the first run's beginning until every org has been read. */
async function timeLoads(dispatcher: ChildProcess): Promise<number> {
  let [startedMs, ended] = [0, 0]
  for await (const line of createInterface({ input: dispatcher.stderr! })) {
    const { event, outcome, written } = JSON.parse(line) as Record<string, unknown>
    if (event === 'run_started') startedMs ||= performance.now()
    if (event === 'object_ended' && outcome === 'done' && written !== 0) ended += 1
    if (ended === orgCount) break
  }
  return (performance.now() - startedMs) / 1000
}

function renderSettings(orgs: Sandbox[]): string {
  return JSON.stringify({
    connector: orgs.map(({ url, clientId, clientSecret }, n) => ({
      id: `org-${n}`,
      processor: { enabled: true, name: 'salesforce' },
      config: { login_url: url, client_id: clientId, client_secret: clientSecret },
    })),
    datasource: orgs.map((_, n) => ({
      id: `data-${n}`,
      type: 'connector',
      connector: { id: `org-${n}`, config: { standard_objects_to_sync: ['Account'], children: false } },
      sync: { interval: '1h' },
    })),
  })
}
