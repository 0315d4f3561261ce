import type { Quota } from '../../terms.js'

/**
 * What the org has said of its usage, and which calls that may be without. Answers come in another order than the org
 * counted the calls in, and some never come.
 */
export interface UsageLedger {
  /** A call is sent; the function takes what its answer said of the usage when it has ended. */
  begin(): (told: Quota | undefined) => void
  /** The highest usage that was told, until an answer to a later call tells a lower one: a day's calls run out. */
  latest(): Quota | undefined
  /** Calls that the latest usage may be without: those on their way, and those that ended since without a word. */
  uncounted(): number
}

/** Moments are numbered: the beginning and the end of each call. */
export function openUsageLedger(): UsageLedger {
  let moment = 0
  let onTheirWay = 0
  let silentEnds: number[] = []
  let latest: { usage: Quota; end: number } | undefined
  return {
    begin() {
      const begin = ++moment
      onTheirWay += 1
      return (told) => {
        const end = ++moment
        onTheirWay -= 1
        if (told === undefined) silentEnds.push(end)
        // What had ended before this call began is in its count.
        else if (latest === undefined || told.used >= latest.usage.used || begin > latest.end) {
          latest = { usage: told, end }
          silentEnds = silentEnds.filter((ended) => ended > begin)
        }
      }
    },
    latest: () => latest?.usage,
    uncounted: () => onTheirWay + silentEnds.length,
  }
}
