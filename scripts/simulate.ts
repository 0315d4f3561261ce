// npm run simulate -- [--orgs 1,100] [--objects 6] [--rate 100] [--latency 200ms] [--interval 5m] [--quota 100000] [--workers N] [--concurrency N] [--seed N] [--json] [--page]: what many orgs cost and need, simulated; --page writes the table into docs/scaling.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parseDuration } from '../src/config/values/duration.js'
import { renderOutcomes, runSweep, usual, type Sweep } from './simulate/table.js'

const text = { type: 'string' } as const
const { values } = parseArgs({
  options: {
    orgs: text,
    objects: text,
    rate: text,
    latency: text,
    interval: text,
    quota: text,
    workers: text,
    concurrency: text,
    seed: text,
    json: { type: 'boolean' },
    page: { type: 'boolean' },
  },
})
if (values.page) writePage()
else {
  const outcomes = runSweep(readSweep())
  console.log(values.json ? JSON.stringify(outcomes, null, 2) : renderOutcomes(outcomes))
}

function readSweep(): Sweep {
  return {
    ...usual,
    orgs: list('orgs', usual.orgs, number),
    objects: list('objects', usual.objects, number),
    rate: list('rate', usual.rate, number),
    latencyMs: list('latency', usual.latencyMs, parseDuration),
    intervalMs: list('interval', usual.intervalMs, parseDuration),
    quota: one('quota') ?? usual.quota,
    concurrency: one('concurrency') ?? usual.concurrency,
    workers: one('workers'),
    seed: one('seed') ?? usual.seed,
  }
}

type Name = Exclude<keyof typeof values, 'json' | 'page'>

function list(name: Name, otherwise: number[], parse: (item: string) => number): number[] {
  return values[name]?.split(',').map(parse) ?? otherwise
}

function one(name: Name): number | undefined {
  return values[name] === undefined ? undefined : number(values[name])
}

function number(item: string): number {
  const value = Number(item)
  if (!Number.isFinite(value) || value <= 0) throw new Error(`"${item}" is no number above 0`)
  return value
}

function writePage(): void {
  const file = 'docs/scaling.md'
  const table = [
    runSweep(usual),
    runSweep({ ...usual, orgs: [1000], objects: [6, 30, 100], intervalMs: [60_000, 300_000, 1_800_000] }),
    runSweep({ ...usual, orgs: [1000], rate: [1000, 10_000], latencyMs: [100, 500] }),
  ].flat()
  const place = /(<!-- simulated -->)[^]*?(<!-- end of simulated -->)/
  writeFileSync(file, readFileSync(file, 'utf8').replace(place, `$1\n\n${renderOutcomes(table)}\n\n$2`))
}
