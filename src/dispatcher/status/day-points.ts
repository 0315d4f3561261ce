/** Values by the five minutes they belong to, for a day: at most 288 of them. */
export interface DayPoints<Value> {
  /** Changes the value of the moment, which begins with `first`. */
  put(nowMs: number, change: (value: Value | undefined) => Value): void
  /** Oldest first. */
  list(nowMs: number): [startMs: number, value: Value][]
}

/** Moments come in order; a clock that is set back writes into the newest point. */
export function openDayPoints<Value>(): DayPoints<Value> {
  let points: [number, Value][] = []
  const prune = (nowMs: number) => {
    if (points[0] !== undefined && points[0][0] <= nowMs - dayMs) {
      points = points.filter(([startMs]) => startMs > nowMs - dayMs)
    }
  }
  return {
    put(nowMs, change) {
      const startMs = nowMs - (nowMs % pointMs)
      const newest = points.at(-1)
      if (newest !== undefined && newest[0] >= startMs) newest[1] = change(newest[1])
      else points.push([startMs, change(undefined)])
      prune(nowMs)
    },
    list(nowMs) {
      prune(nowMs)
      return points
    },
  }
}

const pointMs = 300_000
const dayMs = 86_400_000
