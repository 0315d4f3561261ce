/** Dispatcher and workers with a real Redis between them, in this process. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js'
import { callCli, openCollector } from './call-cli.js'
import { buildFile } from './dispatched.js'
import type { CliEnd } from './run-cli.js'
import { findRedis, startRedis, type RedisServer } from './stores/redis-server.js'
import { makeTempFolder } from './temp-folder.js'

export const hasRedis = findRedis() !== undefined

/** A line of the log. */
export type LogEvent = Record<string, unknown>

export const hasEvent = (name: string) => (event: LogEvent) => event['event'] === name

/** A run of the datasource has ended, with an outcome or so many records where they are named. */
export const hasEnded = (datasource: string, facts: { outcome?: string; written?: number } = {}) => {
  const wanted = Object.entries({ event: 'run_ended', datasource, ...facts })
  return (event: LogEvent) => wanted.every(([name, value]) => event[name] === value)
}

export interface QueuedCommand {
  /** What it has logged so far. */
  events(): LogEvent[]
  /** Resolves when so many of its lines are as they should be. */
  saw(fits: (event: LogEvent) => boolean, count?: number): Promise<LogEvent>
  /** As a SIGTERM does it. */
  stop(): Promise<CliEnd>
  ended: Promise<CliEnd>
}

export interface Queued {
  redis: RedisServer
  folder: string
  env: NodeJS.ProcessEnv
  /** Its own look at the Redis. */
  client: Redis
  /** Writes coco.yml: orgs by connector, datasources by id. */
  configure(
    orgs: Record<string, Sandbox>,
    datasources: Parameters<typeof buildFile>[1],
    changes?: { connector?: object; sections?: object },
  ): Promise<void>
  start(...args: string[]): QueuedCommand
  /** The same with this as its stdout. */
  startInto(stdout: Writable, ...args: string[]): QueuedCommand
  /** Starts one that writes into the folder `documents`. */
  startWorker(name: string, ...more: string[]): QueuedCommand
  /** BullMQ's own look at a queue. */
  lookAt(name: 'sf-extract-polls' | 'sf-extract-objects'): Queue
}

/** Everything is gone when the test ends, in the right order. */
export async function openQueued(): Promise<Queued> {
  const redis = await startRedis(findRedis()!)
  onTestFinished(() => redis.close())
  const folder = await makeTempFolder()
  const client = new Redis(redis.url, { retryStrategy: () => 200 })
  client.on('error', () => undefined)
  onTestFinished(() => client.disconnect())
  const env = {
    SF_EXTRACT_STATE: redis.url,
    SF_EXTRACT_QUEUE: redis.url,
    SF_EXTRACT_RETRY_ATTEMPTS: '1',
    XDG_CACHE_HOME: folder,
  }
  return {
    redis,
    folder,
    env,
    client,
    async configure(orgs, datasources, { connector = {}, sections = {} } = {}) {
      // A poll that comes while another goes on doesn't keep the test waiting.
      const pipeline = [{ name: 'connector_dispatcher', retry_delay_in_ms: 300 }]
      const file = buildFile(orgs, datasources, { pipeline, ...sections }) as { connector: { config: object }[] }
      for (const each of file.connector) Object.assign(each.config, connector)
      await writeFile(path.join(folder, 'coco.yml'), JSON.stringify(file), { mode: 0o600 })
    },
    start: (...args) => startQueued(args, { cwd: folder, env }),
    startInto: (stdout, ...args) => startQueued(args, { cwd: folder, env }, { stdout }),
    startWorker: (name, ...more) =>
      startQueued(['worker', '--name', name, '--output', 'documents', ...more], { cwd: folder, env }),
    lookAt: (name) => openLook(name, client),
  }
}

function openLook(name: string, client: Redis): Queue {
  const own = client.duplicate()
  own.on('error', () => undefined)
  const queue = new Queue(name, { connection: own as never })
  queue.on('error', () => undefined)
  onTestFinished(() => own.disconnect())
  return queue
}

/** Waits until it is as it should be. */
export async function until(fits: () => Promise<boolean>): Promise<void> {
  while (!(await fits())) await systemClock.sleep(50)
}

export function addAccounts({ store, clock }: Sandbox, count: number): void {
  for (let n = 0; n < count; n++) store.insert('Account', { Name: `Acme ${n}` })
  clock.advance(60_000)
}

/** An org that ends with the test. */
export async function openQueuedOrg(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ records: 0, ...options })
  onTestFinished(() => sandbox.close())
  return sandbox
}

function startQueued(
  args: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
  changes: { stdout?: Writable } = {},
): QueuedCommand {
  const stopping = new AbortController()
  const stderr = openCollector()
  const terminal = { ...changes, signal: stopping.signal, stderr: stderr.stream }
  const ended = callCli(args, options, terminal).then((end) => ({ ...end, stderr: stderr.text() }))
  let isOver = false
  void ended.then(() => (isOver = true))
  const stop = () => {
    stopping.abort()
    return ended
  }
  onTestFinished(() => stop().then(() => undefined))
  const events = () => parseEvents(stderr.text())
  return {
    events,
    ended,
    stop,
    async saw(fits, count = 1) {
      for (;;) {
        const found = events().filter(fits)
        if (found.length >= count) return found[count - 1]!
        if (isOver) throw new Error(`ended without: ${stderr.text()}`)
        await systemClock.sleep(20)
      }
    },
  }
}

function parseEvents(text: string): LogEvent[] {
  const lines = text.split('\n').filter((line) => line.startsWith('{'))
  return lines.map((line) => JSON.parse(line) as LogEvent)
}
