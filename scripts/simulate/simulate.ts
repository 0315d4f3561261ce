/** Orgs that change, and workers that keep up or don't, with a clock of its own: nothing is sent, nobody sleeps. */
import { keptInReserve } from '../../src/config/quota-reserve.js'
import { planRuns, type Entry } from '../../src/dispatcher/schedule.js'
import { openRandom } from '../../test/support/seeded-random.js'
import { openRunCosts, type RunCosts } from './run-costs.js'

export interface Scenario {
  orgs: number
  /** Objects of each org. */
  objects: number
  /** Changed records of an org in an hour, spread over its objects. */
  rate: number
  /** What an API call takes. */
  latencyMs: number
  intervalMs: number
  /** The API calls of an org in 24 hours, of which a tenth is kept in reserve. */
  quota: number
  /** As few as keep up where it isn't given. */
  workers?: number | undefined
  /** Jobs that a worker has at once. */
  concurrency: number
  seed: number
}

export interface Outcome {
  /** API calls of an org in 24 hours, and their share of what the quota lets a run make. */
  callsADay: number
  quotaShare: number
  /** From a record's change to its document, in milliseconds. */
  lagMs: { median: number; p95: number }
  workers: number
  /** The share of the workers' time in which they are at work. */
  load: number
}

/** Simulates an hour or a dozen intervals, after one to begin with. */
export function simulate(scenario: Scenario): Outcome {
  if (scenario.workers !== undefined) return simulateWith(scenario, scenario.workers)
  for (let workers = 1; ; workers = Math.ceil(workers * 1.1)) {
    const outcome = tryWith(scenario, workers)
    if (outcome !== undefined) return outcome
  }
}

/** Runs wait for a worker this long at most, as a share of their interval, where the workers keep up. */
const mostWait = 0.1

/** Undefined where so few don't keep up: what a few runs take tells, before all are simulated. */
function tryWith(scenario: Scenario, workers: number): Outcome | undefined {
  const { orgs, intervalMs, concurrency, rate, objects } = scenario
  const perRun = Math.round((rate * intervalMs) / hourMs / objects)
  const busyMs = durationOf(scenario, openRunCosts(objects).countRun(Array<number>(objects).fill(perRun)), perRun)
  if ((orgs * busyMs) / intervalMs > workers * concurrency) return undefined
  if ((orgs * cpuMsOf(perRun * objects)) / intervalMs > workers * mostCpu) return undefined
  const outcome = simulateWith(scenario, workers)
  return outcome.waitMs <= intervalMs * mostWait ? outcome : undefined
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

interface SimulatedOrg extends Entry {
  startedMs: number
  endMs: number
}

function simulateWith(scenario: Scenario, workers: number): Outcome & { waitMs: number } {
  const { orgs, intervalMs, quota, concurrency } = scenario
  const endMs = intervalMs + Math.max(12 * intervalMs, orgs > 1000 ? 0 : hourMs)
  const runs = [...runAll(scenario, workers * concurrency, endMs)].filter(({ dueMs }) => dueMs >= intervalMs)
  const spanMs = endMs - intervalMs
  const calls = runs.reduce((sum, run) => sum + run.calls, 0)
  const busyMs = runs.reduce((sum, run) => sum + run.endMs - run.beginMs, 0)
  const lags = sorted(runs.flatMap((run) => run.lagsMs))
  const callsADay = Math.round((calls / orgs) * (dayMs / spanMs))
  return {
    callsADay,
    quotaShare: callsADay / (quota - keptInReserve({ percent: reservePercent }, quota)),
    lagMs: { median: quantile(lags, 0.5), p95: quantile(lags, 0.95) },
    workers,
    load: busyMs / (spanMs * workers * concurrency),
    waitMs: quantile(sorted(runs.map((run) => run.beginMs - run.dueMs)), 0.95),
  }
}

/** As the page says; a run leaves less by default. */
const reservePercent = 10

interface SimulatedRun {
  dueMs: number
  beginMs: number
  endMs: number
  calls: number
  /** Of some of its rows, how long ago they had changed when it ended. */
  lagsMs: number[]
}

/** Who is due begins with the next free slot of a worker, in turn. */
function* runAll(scenario: Scenario, slotCount: number, endMs: number): Generator<SimulatedRun> {
  const { orgs, objects, intervalMs, seed } = scenario
  const random = openRandom(seed)
  const costs = openRunCosts(objects)
  const slots = openSlots(slotCount)
  const running = new Set<string>()
  const all = Array.from({ length: orgs }, (_, org) => newOrg(org, intervalMs, random))
  const byId = new Map(all.map((org) => [org.id, org]))
  for (let nowMs = 0; nowMs < endMs;) {
    for (const id of running) if (byId.get(id)!.endMs <= nowMs) running.delete(id)
    const { due, nextMs = Infinity } = planRuns(all, nowMs, { running, waits: new Map(), inTurn: false })
    for (const id of due) {
      const run = runOne(byId.get(id)!, Math.max(nowMs, slots.first()), { scenario, costs, random })
      slots.take(run.endMs)
      running.add(id)
      yield { ...run, dueMs: nowMs }
    }
    const firstEndMs = [...running].reduce((first, id) => Math.min(first, byId.get(id)!.endMs), Infinity)
    nowMs = Math.max(nowMs + tickMs, Math.min(nextMs, firstEndMs))
  }
}

interface Simulation {
  scenario: Scenario
  costs: RunCosts
  random: () => number
}

function runOne(org: SimulatedOrg, beginMs: number, { scenario, costs, random }: Simulation) {
  const sinceMs = org.startedMs
  const changed = costs.objects.map(() => countChanges(scenario, beginMs - sinceMs, random))
  const rows = changed.reduce((sum, each) => sum + each, 0)
  const { calls, rounds } = costs.countRun(changed)
  const endMs = beginMs + durationOf(scenario, { rounds }, rows)
  Object.assign(org, { startedMs: beginMs, endMs })
  const samples = Array.from({ length: Math.min(rows, 4) }, () => endMs - sinceMs - random() * (beginMs - sinceMs))
  return { beginMs, endMs, calls, lagsMs: samples }
}

/** The clock moves on by this at least. */
const tickMs = 1000

function newOrg(at: number, intervalMs: number, random: () => number): SimulatedOrg {
  const startedMs = -random() * intervalMs
  const nextAfter = (startMs: number) => startMs + intervalMs
  return { id: `org-${at}`, connector: `org-${at}`, nextAfter, startedMs, endMs: 0 }
}

/** The calls that follow upon each other, and what else a run takes. */
function durationOf({ latencyMs }: Scenario, { rounds }: { rounds: number }, rows: number): number {
  return rounds * latencyMs + cpuMsOf(rows)
}

/** A run that finds nothing, with its lock and state on Redis, and a row, as measured on a core of a small machine. */
function cpuMsOf(rows: number): number {
  return cpuMsOfRun + rows * cpuMsOfRow
}

const cpuMsOfRun = 50
const cpuMsOfRow = 0.1
/** A worker is one process, and does not get more of a core than this. */
const mostCpu = 0.7

/** Changes come when they like: their number is Poisson's. */
function countChanges({ rate, objects }: Scenario, spanMs: number, random: () => number): number {
  const mean = (rate / objects) * (spanMs / hourMs)
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)))
  let count = -1
  for (let product = 1; product > Math.exp(-mean); product *= random()) count += 1
  return count
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** When each of so many slots is free: who comes first takes the first. */
function openSlots(count: number) {
  const freeMs = Array<number>(count).fill(0)
  const sink = (at: number) => {
    const least = [2 * at + 1, 2 * at + 2].reduce((best, child) => (freeMs[child]! < freeMs[best]! ? child : best), at)
    if (least === at) return
    ;[freeMs[at], freeMs[least]] = [freeMs[least]!, freeMs[at]!]
    sink(least)
  }
  return {
    first: () => freeMs[0]!,
    take: (untilMs: number) => {
      freeMs[0] = untilMs
      sink(0)
    },
  }
}

function sorted(values: number[]): number[] {
  return values.toSorted((a, b) => a - b)
}

function quantile(values: number[], share: number): number {
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
}
