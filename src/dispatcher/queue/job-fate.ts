/** What becomes of a job when its run has ended. Pure. */
import { planNext } from '../back-off.js'
import type { EndedRun } from '../run-once.js'

export type Fate =
  | { kind: 'done' }
  /** It goes back to where it was: another worker takes it. */
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
  const { report, timedOut } = end
  const { kind, failures, retryDelayMs, isEnding, maxCalls = Number.POSITIVE_INFINITY } = context
  const code = (end.error ?? report?.error)?.code
  if (code === 'INTERRUPTED' && !timedOut) return { fate: isEnding ? { kind: 'back' } : { kind: 'later', inMs: 1000 } }
  const spentCalls = report?.outcome === 'quota' && report.calls >= maxCalls
  // An object that has not come to its end goes on at once, behind those that wait.
  if (kind === 'object' && (timedOut || spentCalls)) return { fate: { kind: 'back' } }
  const next = planNext({ outcome: report?.outcome, code, timedOut, spentCalls }, failures, retryDelayMs, 0)
  const wait = next.connectorMs === undefined ? {} : { orgWaitMs: next.connectorMs }
  if (next.retryMs === undefined) return { fate: { kind: 'done' } }
  if (next.failures === failures) return { fate: { kind: 'later', inMs: next.retryMs }, ...wait }
  const isLasting = next.retryMs >= lastingMs
  return {
    fate: { kind: isLasting ? 'failed' : 'again', inMs: next.retryMs, failures: next.failures },
    ...wait,
  }
}

/** What waits for somebody's hands waits an hour; nothing else does. */
const lastingMs = 3_600_000
