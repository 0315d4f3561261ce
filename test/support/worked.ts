/** A dispatcher and workers as processes, orgs that change, a Redis: what comes of it when some are killed. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { compareWithOrg, openLedger, readFolder, type Ledger } from './ledger.js'
import { runCli, startCli, type CliEnd, type RunningCli } from './run-cli.js'
import { openRandom } from './seeded-random.js'
import { findRedis, startRedis, type RedisServer } from './stores/redis-server.js'

export interface WorkedOptions {
  seed: number
  /** How long workers are killed and paused, and orgs change. */
  seconds: number
  orgs: number
  workers: number
  /** An empty folder. */
  folder: string
  /** The most calls of a day over each connector. */
  callsPerDay: number
}

export interface WorkedResult {
  kills: number
  pauses: number
  /** What documents and orgs don't agree on, in words. */
  differences: string[]
  /** Lines that stand in files again though nothing changed between. */
  repeats: string[]
  /** API calls that each org answered while workers were at work. */
  calls: number[]
  written: number
  /** Exit codes of the dispatcher and the workers that were told to stop, and what those said that ended otherwise. */
  ends: (number | string)[]
}

/** Kills and pauses workers at random, restarts Redis in the middle, and compares documents and orgs at the end. */
export async function runWorked(options: WorkedOptions): Promise<WorkedResult> {
  const redis = await startRedis(findRedis()!)
  const orgs: Sandbox[] = []
  const processes = new Set<RunningCli>()
  try {
    for (let n = 0; n < options.orgs; n++) {
      orgs.push(await startSandbox({ seed: options.seed + n, records: 60, dailyCalls: 1_000_000, pageSize: 20 }))
    }
    return await workWith(options, { redis, orgs, processes })
  } finally {
    for (const { child } of processes) child.kill('SIGKILL')
    await Promise.all(orgs.map((org) => org.close()))
    await redis.close()
  }
}

interface Stage {
  redis: RedisServer
  orgs: Sandbox[]
  processes: Set<RunningCli>
}

async function workWith(options: WorkedOptions, stage: Stage): Promise<WorkedResult> {
  const { folder } = options
  const { redis, orgs, processes } = stage
  writeFileSync(path.join(folder, 'coco.yml'), renderSettings(orgs, options), { mode: 0o600 })
  const env = { SF_EXTRACT_STATE: redis.url, SF_EXTRACT_QUEUE: redis.url, XDG_CACHE_HOME: folder }
  const start = (...args: string[]) => {
    const started = startCli(args, { cwd: folder, env })
    processes.add(started)
    return started
  }
  const dispatcher = start('run')
  const workers: RunningCli[] = []
  const startWorker = (at: number) => {
    const worker = start('worker', '--output', 'documents', '--concurrency', '3')
    workers[at] = worker
    // As a service manager does: one that finds no Redis when it starts ends.
    const isOurs = () => workers[at] === worker
    void worker.ended.then(({ code, stderr }) => code === 1 && unreachable.test(stderr) && isOurs() && startWorker(at))
  }
  for (let at = 0; at < options.workers; at++) startWorker(at)
  const churning = setInterval(() => {
    for (const org of orgs) org.churn({ count: 1, lateMs })
  }, 250)
  const { kills, pauses } = await strike(options, { redis, workers, startWorker })
  clearInterval(churning)
  await Promise.all(workers.map((_, at) => sawRun(workers, at)))
  await delay(lateMs + 500)
  const ends: (number | string)[] = []
  for (const each of [dispatcher, ...workers]) each.child.kill('SIGTERM')
  for (const each of [dispatcher, ...workers]) ends.push(endOf(await each.ended))
  const calls = orgs.map(countCalls)
  const last = await runCli(['sync', '--all', '--output', 'documents', '--quiet'], { cwd: folder, env })
  if (last.code !== 0) ends.push(`sync: ${last.stderr}`)
  const ledgers = await readByDatasource(path.join(folder, 'documents'), orgs.length)
  return {
    kills,
    pauses,
    calls,
    ends,
    differences: ledgers.flatMap((ledger, n) =>
      compareWithOrg(ledger, orgs[n]!.store).map((text) => `org ${n}: ${text}`),
    ),
    repeats: ledgers.flatMap((ledger) => ledger.repeats),
    written: ledgers.reduce((sum, { lines }) => sum + lines, 0),
  }
}

const unreachable = /"code":"(?:QUEUE|STATE)_UNREACHABLE"/

/** Resolves when the worker of this number, or the one that took its place, has ended a run. */
async function sawRun(workers: RunningCli[], at: number): Promise<void> {
  const worker = workers[at]!
  try {
    await worker.saw('"event":"run_ended"')
  } catch (error) {
    if (workers[at] === worker) throw error
    await sawRun(workers, at)
  }
}

/** Transactions commit up to this late; the lookback is longer, as it has to be. */
const lateMs = 1500

interface Struck {
  redis: RedisServer
  workers: RunningCli[]
  startWorker(at: number): void
}

async function strike({ seed, seconds }: WorkedOptions, { redis, workers, startWorker }: Struck) {
  const random = openRandom(seed)
  let [kills, pauses, isRestarted] = [0, 0, false]
  await workers[0]!.saw('"event":"object_')
  const endMs = Date.now() + seconds * 1000
  while (Date.now() < endMs) {
    await delay(300 + random() * 700)
    if (!isRestarted && Date.now() > endMs - (seconds * 1000) / 2) {
      isRestarted = true
      await redis.crash()
      await delay(1000)
      await redis.start()
    }
    const at = Math.floor(random() * workers.length)
    const { child } = workers[at]!
    if (random() < 0.5) {
      kills += 1
      child.kill('SIGKILL')
      startWorker(at)
    } else {
      pauses += 1
      child.kill('SIGSTOP')
      await delay(200 + random() * 800)
      child.kill('SIGCONT')
    }
  }
  return { kills, pauses }
}

function renderSettings(orgs: Sandbox[], { callsPerDay }: WorkedOptions): string {
  const processor = { enabled: true, name: 'salesforce' }
  return JSON.stringify({
    connector: orgs.map(({ url, clientId, clientSecret }, n) => ({
      id: `org-${n}`,
      processor,
      config: { login_url: url, client_id: clientId, client_secret: clientSecret, calls_per_day: callsPerDay },
    })),
    datasource: orgs.map((_, n) => ({
      id: `data-${n}`,
      type: 'connector',
      connector: {
        id: `org-${n}`,
        config: { sync_custom_objects: true, custom_objects_to_sync: ['Project__c', 'Invoice__c'], lookback: '10s' },
      },
      sync: { interval: '1s' },
    })),
    pipeline: [{ name: 'connector_dispatcher', retry_delay_in_ms: 500 }],
  })
}

function countCalls({ log }: Sandbox): number {
  return log.entries().filter(({ url }) => url.startsWith('/services/data/v')).length
}

function endOf({ code, stderr }: CliEnd): number | string {
  return typeof code === 'number' && code !== 1 ? code : `${code}: ${stderr.slice(-2000)}`
}

/** A ledger for each datasource: orgs have records of the same Ids. */
async function readByDatasource(folder: string, count: number): Promise<Ledger[]> {
  const ledgers = Array.from({ length: count }, () => openLedger())
  const take = (text: string, run?: string) => {
    const { source } = JSON.parse(text) as { source: { id: string } }
    ledgers[Number(source.id.replace('data-', ''))]!.take(text, run)
  }
  await readFolder(folder, { ...openLedger(), take })
  return ledgers
}
