/** What becomes of a job when its run has ended. Pure. */
import { byHandWaitMs, outcomeOf, planNext } from '../back-off.js'
import type { EndedRun } from '../run-once.js'

export type Fate =
  | { kind: 'done' }
  /** It goes back to where it was, before all that are as urgent: another worker takes it. */
  | { kind: 'back' }
  /** It comes again by itself, which is no failure. */
  | { kind: 'later'; inMs: number }
  /** It has failed, and is tried again. */
  | { kind: 'again'; inMs: number; failures: number }
  /** It has failed, and somebody has to put it right, or the next poll finds it so. */
  | { kind: 'failed'; failures: number; inMs: number }

export interface FateContext {
  kind: 'poll' | 'object'
  /** In a row, before this one. */
  failures: number
  retryDelayMs: number
  /** The worker is to end. */
  isEnding: boolean
  /** Most calls of a run. */
  maxCalls?: number | undefined
}

/** `org` waits for so long, too. */
export function decideFate(end: EndedRun, context: FateContext): { fate: Fate; orgWaitMs?: number } {
  const { kind, failures, retryDelayMs, isEnding, maxCalls } = context
  const outcome = outcomeOf(end, maxCalls)
  const { code, timedOut, spentCalls } = outcome
  if (code === 'INTERRUPTED' && !timedOut) return { fate: isEnding ? { kind: 'back' } : { kind: 'later', inMs: 1000 } }
  // An object that has not come to its end goes on at once, behind those that are as urgent.
  if (kind === 'object' && (timedOut || spentCalls)) return { fate: { kind: 'later', inMs: 0 } }
  const next = planNext(outcome, failures, retryDelayMs, 0)
  const wait = next.connectorMs === undefined ? {} : { orgWaitMs: next.connectorMs }
  if (next.retryMs === undefined) return { fate: { kind: 'done' } }
  if (next.failures === failures) return { fate: { kind: 'later', inMs: next.retryMs }, ...wait }
  // So long waits what waits for somebody's hands, and whose retry delay is as long.
  const isLasting = next.retryMs >= byHandWaitMs
  return {
    fate: { kind: isLasting ? 'failed' : 'again', inMs: next.retryMs, failures: next.failures },
    ...wait,
  }
}
