/** Dispatcher and workers with a real Redis between them, in this process. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
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

export interface QueuedCommand {
  /** What it has logged so far, a line an object. */
  events(): Record<string, unknown>[]
  /** Resolves when so many of its lines are as they should be. */
  saw(fits: (event: Record<string, unknown>) => boolean, count?: number): Promise<Record<string, unknown>>
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
      const file = buildFile(orgs, datasources, sections) as { connector: { config: object }[] }
      for (const each of file.connector) Object.assign(each.config, connector)
      await writeFile(path.join(folder, 'coco.yml'), JSON.stringify(file), { mode: 0o600 })
    },
    start: (...args) => startQueued(args, { cwd: folder, env }),
  }
}

/** An org that ends with the test. */
export async function openQueuedOrg(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ records: 0, ...options })
  onTestFinished(() => sandbox.close())
  return sandbox
}

function startQueued(args: string[], options: { cwd: string; env: NodeJS.ProcessEnv }): QueuedCommand {
  const stopping = new AbortController()
  const stderr = openCollector()
  const ended = callCli(args, options, { signal: stopping.signal, stderr: stderr.stream }).then((end) => ({
    ...end,
    stderr: stderr.text(),
  }))
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

function parseEvents(text: string): Record<string, unknown>[] {
  const lines = text.split('\n').filter((line) => line.startsWith('{'))
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}
