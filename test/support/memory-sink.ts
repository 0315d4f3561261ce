import type { Sink } from '../../src/sinks/sink.js'
import type { State, StateChange } from '../../src/state/state.js'
import type { Document } from '../../src/terms.js'

export interface MemorySink extends Sink {
  /** What was committed, in the order of the commits. */
  committed: Document[]
  /** What was written, committed or not: what a pipe's reader has. */
  written: Document[]
}

/** What a test does in the middle of a run. A thrown error is the sink's. */
export interface SinkHooks {
  onWrite?(lane: string, documents: Document[]): void | Promise<void>
  onCommit?(lane: string, changes: StateChange[]): void | Promise<void>
}

/** A sink that keeps documents in memory: like files, a lane's documents count once they are committed. */
export function openMemorySink(state: State, { onWrite, onCommit }: SinkHooks = {}): MemorySink {
  const lanes = new Map<string, Document[]>()
  const committed: Document[] = []
  const written: Document[] = []
  let commits: Promise<unknown> = Promise.resolve()
  const commitLane = async (lane: string, changes: StateChange[]) => {
    await onCommit?.(lane, changes)
    committed.push(...(lanes.get(lane) ?? []))
    lanes.delete(lane)
    await state.write(changes)
  }
  return {
    committed,
    written,
    async write(lane, documents) {
      await onWrite?.(lane, documents)
      const copies = structuredClone(documents)
      lanes.set(lane, [...(lanes.get(lane) ?? []), ...copies])
      written.push(...copies)
    },
    commit(lane, changes) {
      const turn = commits.then(() => commitLane(lane, changes))
      commits = turn.catch(() => undefined)
      return turn
    },
    async close() {
      lanes.clear()
    },
  }
}
