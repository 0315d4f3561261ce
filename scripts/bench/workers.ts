/** What more workers do in the same time: first loads of several orgs that take their time to answer. */
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { withWorkers } from './queue-place.js'

const orgCount = 8
const rows = 2000
const latencyMs = 200

/** Prints the seconds that 1, 2 and 4 workers of one job at a time need; gives how many times as fast as one they are. */
export async function measureWorkers(): Promise<Record<string, number>> {
  const seconds = new Map<number, number>()
  for (const count of [1, 2, 4]) seconds.set(count, await timeWorkers(count))
  const ratios = Object.fromEntries([...seconds].map(([count, each]) => [count, seconds.get(1)! / each]))
  for (const [count, each] of seconds) {
    const speed = Math.round((orgCount * rows) / each)
    console.log(`${count} workers  ${each.toFixed(1)} s  ${speed} rows/s  ${ratios[count]!.toFixed(2)} times one`)
  }
  return ratios
}

async function timeWorkers(count: number): Promise<number> {
  const orgs = await Promise.all(Array.from({ length: orgCount }, openOrg))
  try {
    return await withWorkers(count, buildSettings(orgs), ({ start }) => timeLoads(start('run')))
  } finally {
    await Promise.all(orgs.map((org) => org.close()))
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

function buildSettings(orgs: Sandbox[]): object {
  return {
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
  }
}
