import { simulate, type Outcome, type Scenario } from './simulate.js'

/** What is simulated: each of the numbers with each of the others. */
export interface Sweep extends Omit<Scenario, 'orgs' | 'objects' | 'rate' | 'latencyMs' | 'intervalMs'> {
  orgs: number[]
  objects: number[]
  rate: number[]
  latencyMs: number[]
  intervalMs: number[]
}

export const usual: Sweep = {
  orgs: [1, 10, 100, 1000, 10_000],
  objects: [6],
  rate: [100],
  latencyMs: [200],
  intervalMs: [300_000],
  quota: 100_000,
  concurrency: 4,
  seed: 1,
}

/** The outcomes of a sweep, in the order of its numbers. */
export function runSweep({ orgs, objects, rate, latencyMs, intervalMs, ...common }: Sweep): (Scenario & Outcome)[] {
  const scenarios: Scenario[] = []
  for (const [count, size, changes, latency, interval] of productOf([orgs, objects, rate, latencyMs, intervalMs])) {
    const each = { orgs: count!, objects: size!, rate: changes!, latencyMs: latency!, intervalMs: interval! }
    scenarios.push({ ...common, ...each })
  }
  return scenarios.map((scenario) => ({ ...scenario, ...simulate(scenario) }))
}

/** Every list with a number of each of these, those of the last change first. */
function productOf(lists: number[][]): number[][] {
  return lists.reduce<number[][]>((before, list) => before.flatMap((row) => list.map((each) => [...row, each])), [[]])
}

/** The outcomes as a table of Markdown. */
export function renderOutcomes(outcomes: (Scenario & Outcome)[]): string {
  const rows = outcomes.map((each) => [
    String(each.orgs),
    String(each.objects),
    String(each.rate),
    `${each.latencyMs} ms`,
    renderTime(each.intervalMs),
    String(each.callsADay),
    `${Math.round(each.quotaShare * 100)} %${each.quotaShare > 1 ? `: spent after ${(24 / each.quotaShare).toFixed(1)} h` : ''}`,
    renderTime(each.lagMs.median),
    renderTime(each.lagMs.p95),
    String(each.workers),
    `${Math.round(each.load * 100)} %`,
  ])
  return [heads, heads.map(() => '---:'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const heads = [
  'orgs',
  'objects',
  'changes an hour',
  'latency',
  'interval',
  'calls a day',
  'of the quota',
  'lag, median',
  'lag, p95',
  'workers',
  'load',
]

/** The small case that a test holds the page to. */
export function renderSmall(): string {
  return renderOutcomes(runSweep({ ...usual, orgs: [1, 20], rate: [100, 2000] }))
}

function renderTime(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`
  return ms < 600_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`
}
