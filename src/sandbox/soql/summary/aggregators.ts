import { identityOf, type Value } from '../conditions/values.js'

/** Folds the values of a group that are not null. */
export type Aggregator = (values: Value[]) => Value

/**
 * What COUNT, SUM and the rest make of a group. The least and the greatest are told by `sortValue`: for a picklist by the
 * order of Setup (SOQL and SOSL Reference, "Aggregate Functions").
 */
export function aggregator(name: string, sortValue?: (value: Value) => Value): Aggregator {
  const isExtreme = name === 'MIN' || name === 'MAX'
  return isExtreme ? extreme(name === 'MIN', sortValue ?? ((value) => value)) : (AGGREGATORS[name] ?? (() => null))
}

const AGGREGATORS: Record<string, Aggregator> = {
  COUNT: (values) => values.length,
  COUNT_DISTINCT: (values) => new Set(values.map(identityOf)).size,
  SUM: (values) => (values.length === 0 ? null : sum(values)),
  AVG: (values) => (values.length === 0 ? null : sum(values) / values.length),
}

function sum(values: Value[]): number {
  return values.reduce<number>((total, value) => total + Number(value), 0)
}

function extreme(least: boolean, sortValue: (value: Value) => Value): Aggregator {
  return (values) => {
    let best: Value = null
    let bestAt: Value = null
    for (const value of values) {
      const at = sortValue(value)
      if (at === null) continue
      if (bestAt === null || (least ? at < bestAt : at > bestAt)) [best, bestAt] = [value, at]
    }
    return best
  }
}
