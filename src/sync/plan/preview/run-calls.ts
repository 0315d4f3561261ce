import type { Org } from '../../../org/org.js'

/** API calls of an object, or of a poll of children. */
export interface CallCounts {
  /** First looks, which share calls with the conditional describes. */
  peeks: number
  /** First pages, which share calls with those of other objects. */
  shared: number
  /** Calls that are shared with none. */
  own: number
}

/** Conditional describes come first, and what may travel with them does. */
export function sumCalls(counts: CallCounts[], described: number, org: Pick<Org, 'batchCalls'>): number {
  const total = (count: (counts: CallCounts) => number) => counts.reduce((sum, each) => sum + count(each), 0)
  return (
    org.batchCalls({ queries: total(({ peeks }) => peeks), describes: described }) +
    org.batchCalls({ queries: total(({ shared }) => shared), describes: 0 }) +
    total(({ own }) => own)
  )
}
