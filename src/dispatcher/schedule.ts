/** What is due when. Pure: the time and what happened before come in, what to do comes out. */

/** What the dispatcher knows of a datasource between its runs. All times are milliseconds since 1970. */
export interface Entry {
  id: string
  connector: string
  /** When it is due again after a start. */
  nextAfter: (startMs: number) => number
  /** When its last run began, in this process or before; without one it is due at once. */
  startedMs?: number | undefined
  /** When it is due instead, after a run that didn't go well. */
  retryMs?: number | undefined
}

/** What goes on meanwhile. */
export interface Circumstances {
  /** The ids of the datasources that are being run. */
  running: ReadonlySet<string>
  /** No run over a connector begins before its time here. */
  waits: ReadonlyMap<string, number>
  /** Datasources are run in turn, not side by side. */
  inTurn: boolean
}

export interface Schedule {
  /** The ids of those that are to begin now, who has waited longest first. */
  due: string[]
  /** When something is due next by itself; undefined where a run has to end before. */
  nextMs?: number
}

/** Who is to begin now, and when to look again. A datasource that is being run is never due. */
export function planRuns(
  entries: readonly Entry[],
  nowMs: number,
  { running, waits, inTurn }: Circumstances,
): Schedule {
  const waiting = entries
    .filter(({ id }) => !running.has(id))
    .map((entry) => ({ id: entry.id, dueMs: dueTimeOf(entry, waits) }))
    .toSorted((a, b) => a.dueMs - b.dueMs)
  const due = waiting.filter(({ dueMs }) => dueMs <= nowMs).map(({ id }) => id)
  if (inTurn && running.size > 0) return { due: [] }
  if (inTurn && due.length > 0) return { due: due.slice(0, 1) }
  const next = waiting.find(({ dueMs }) => dueMs > nowMs)
  return next === undefined ? { due } : { due, nextMs: next.dueMs }
}

/** What an entry waits for, where this machine's clock was set back by so much: it comes no later than before. */
export function setBack({ startedMs, retryMs }: Entry, ms: number): Pick<Entry, 'startedMs' | 'retryMs'> {
  const earlier = (time: number | undefined) => (time === undefined ? undefined : time - ms)
  return { startedMs: earlier(startedMs), retryMs: earlier(retryMs) }
}

/** When an entry is due. One that has never run has waited longer than all others: 0. */
export function dueTimeOf(entry: Entry, waits: ReadonlyMap<string, number>): number {
  const { connector, nextAfter, startedMs, retryMs } = entry
  const byItself = retryMs ?? (startedMs === undefined ? 0 : nextAfter(startedMs))
  return Math.max(byItself, waits.get(connector) ?? 0)
}
