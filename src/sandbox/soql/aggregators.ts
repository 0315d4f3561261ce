import { identityOf, type Value } from './conditions/values.js'

/** Folds the values of a group that are not null. */
export type Aggregator = (values: Value[]) => Value

/** What COUNT, SUM and the rest make of a group. */
export function aggregator(name: string): Aggregator {
  return AGGREGATORS[name] ?? (() => null)
}

const AGGREGATORS: Record<string, Aggregator> = {
  COUNT: (values) => values.length,
  COUNT_DISTINCT: (values) => new Set(values.map(identityOf)).size,
  SUM: (values) => (values.length === 0 ? null : sum(values)),
  AVG: (values) => (values.length === 0 ? null : sum(values) / values.length),
  MIN: (values) => pick(values, (a, b) => a < b),
  MAX: (values) => pick(values, (a, b) => a > b),
}

function sum(values: Value[]): number {
  return values.reduce<number>((total, value) => total + Number(value), 0)
}

function pick(values: Value[], wins: (a: NonNullable<Value>, b: NonNullable<Value>) => boolean): Value {
  let best: Value = null
  for (const value of values) {
    if (value !== null && (best === null || wins(value, best))) best = value
  }
  return best
}
