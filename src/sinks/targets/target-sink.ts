import { ExtractError } from '../../errors/extract-error.js'
import { shorten } from '../../errors/shorten.js'
import { commitHeld, holdState, rollbackHeld } from '../../state/hold.js'
import type { State, StateChange } from '../../state/state.js'
import { countLaneBytes } from '../lane-bytes.js'
import type { RefusedCount, Sink } from '../sink.js'
import type { DeadLetter } from './dead-letter.js'
import type { Refusal, Target } from './target.js'

export interface TargetSinkOptions {
  target: Target
  /** What messages call it. */
  name: string
  datasource: string
  /** The state itself, also of a held run. */
  state: State
  held: boolean
  /** Where refused documents go; without it one that is refused fails its object. */
  deadLetter?: DeadLetter | undefined
}

/**
 * A sink into a target. Documents are the target's when `write` resolves, so that a commit only moves the state. Where
 * the target has to be settled at the end, what was committed is pending until then, and dropped where it fails; of a
 * held run it stays pending. The target is the caller's to close.
 */
export function openTargetSink({ target, name, datasource, state, held, deadLetter }: TargetSinkOptions): Sink {
  const bytes = countLaneBytes()
  const refusals = countRefusals(name, deadLetter?.file)
  let isPending = target.settle !== undefined
  let commits: Promise<unknown> = Promise.resolve()
  const move = async (changes: StateChange[]) => {
    const view = held || isPending ? holdState(state, datasource) : state
    if (changes.length > 0) await view.write(changes)
  }
  const settle = async () => {
    if (!isPending) return
    isPending = false
    try {
      await target.settle!()
    } catch (error) {
      await rollbackHeld(state, datasource)
      throw error
    }
    if (!held) await commitHeld(state, datasource)
  }
  return {
    sendsAtOnce: true,
    write: async (lane, documents) => {
      if (documents.length === 0) return
      const taken = await target.write(documents)
      bytes.add(lane, taken.bytes)
      if (taken.refused.length === 0) return
      if (deadLetter === undefined) throw refusedError(name, taken.refused)
      await deadLetter.add(lane, taken.refused)
      refusals.add(lane, taken.refused)
    },
    bytes: bytes.of,
    refused: refusals.of,
    commit: (_lane, changes) => {
      // One after the other: lanes have keys in common, of which the last value given has to stay.
      const turn = commits.then(() => move(changes))
      commits = turn.catch(() => undefined)
      return turn
    },
    ...(target.settle === undefined ? {} : { settle }),
    close: async () => {
      await deadLetter?.close()
      if (isPending) await rollbackHeld(state, datasource)
    },
  }
}

function countRefusals(name: string, file: string | undefined) {
  const byLane = new Map<string, { count: number; first: Refusal }>()
  return {
    add: (lane: string, refused: Refusal[]) => {
      const { count = 0, first = refused[0]! } = byLane.get(lane) ?? {}
      byLane.set(lane, { count: count + refused.length, first })
    },
    of: (lane?: string): RefusedCount => {
      if (lane === undefined) return { count: [...byLane.values()].reduce((sum, { count }) => sum + count, 0) }
      const known = byLane.get(lane)
      if (known === undefined) return { count: 0 }
      const { count, first } = known
      const what = `${name} refused ${renderCount(count)}, set aside in ${file}.`
      return { count, warning: `${what} The first: ${describe(first)}` }
    },
  }
}

function refusedError(name: string, refused: Refusal[]): ExtractError {
  const message = `${name} refuses ${renderCount(refused.length)}. The first: ${describe(refused[0]!)}`
  return new ExtractError('TARGET_REFUSED', message, {
    hint:
      'Name a file for such documents with --dead-letter FILE, and the run goes on without them; or have the target ' +
      'take them. Until then every run tries them again.',
  })
}

function describe({ document: { id }, reason }: Refusal): string {
  return `${id}: ${shorten(reason, longestReason)}`
}

const longestReason = 300

function renderCount(count: number): string {
  return count === 1 ? '1 document' : `${count} documents`
}
