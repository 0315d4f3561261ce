/** A first load of one large object in Id ranges that workers read side by side, beside one worker that reads it whole. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { ChildProcess } from 'node:child_process'
import { start } from './measure.js'
import { withWorkers } from './queue-place.js'
import type { Served } from './speed.js'

const latencyMs = 200

/** Prints the seconds that one worker needs for all of it, and 2 and 4 for its ranges, and that each Id is there once. */
export async function measureRanges(about: number): Promise<void> {
  const server = ['--import', 'tsx', 'scripts/bench/account-org.ts', '--rows', String(about)]
  const { facts, child } = await start<Served & { rows: number }>([...server, '--latency', String(latencyMs)])
  try {
    let alone = 0
    for (const count of [1, 2, 4]) {
      const seconds = await timeLoad(count, facts)
      alone ||= seconds
      const speed = Math.round(facts.rows / seconds)
      console.log(
        `${count} workers  ${seconds.toFixed(1)} s  ${speed} rows/s  ${(alone / seconds).toFixed(2)} times one`,
      )
    }
  } finally {
    child.kill()
  }
}

/** From the first run's beginning until every account has been written; one worker has nobody to share with. */
async function timeLoad(count: number, { rows, ...org }: Served & { rows: number }): Promise<number> {
  const threshold = count === 1 ? rows + 1 : Math.ceil(rows / 5)
  return withWorkers(count, buildSettings(org, threshold, count), async ({ folder, start: begin }) => {
    const seconds = await timeUntil(begin('run'), rows)
    const ids = listIds(path.join(folder, 'documents', 'Standard Objects', 'Account'))
    if (ids.length !== rows || new Set(ids).size !== rows) throw new Error(`${ids.length} of ${rows} accounts`)
    return seconds
  })
}

async function timeUntil(dispatcher: ChildProcess, rows: number): Promise<number> {
  let [startedMs, written] = [0, 0]
  for await (const line of createInterface({ input: dispatcher.stderr! })) {
    const event = JSON.parse(line) as { event?: string; written?: number }
    if (event.event === 'run_started') startedMs ||= performance.now()
    if (event.event === 'object_ended') written += event.written ?? 0
    if (written >= rows) break
  }
  return (performance.now() - startedMs) / 1000
}

function listIds(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .flatMap((name) => readFileSync(path.join(folder, name), 'latin1').match(/^\{"id":"\w+/gm) ?? [])
}

function buildSettings({ url, clientId, clientSecret }: Served, rangeThreshold: number, workers: number): object {
  return {
    connector: {
      id: 'org',
      processor: { enabled: true, name: 'salesforce' },
      // One place of an org is left to polls.
      config: { login_url: url, client_id: clientId, client_secret: clientSecret, jobs_at_once: workers + 1 },
    },
    datasource: {
      id: 'large',
      type: 'connector',
      connector: {
        id: 'org',
        config: {
          standard_objects_to_sync: ['Account'],
          children: false,
          transport: 'rest',
        },
      },
      sync: { interval: '5s' },
    },
    extract: { range_threshold: rangeThreshold },
  }
}
