import { buildInterruption } from '../../errors/interruption.js'
import type { TargetContext } from './target.js'
import { targetFailed } from './target-failed.js'

export interface PatienceOptions extends Pick<TargetContext, 'retry' | 'clock' | 'signal' | 'retried'> {
  /** What messages call the target. */
  name: string
}

/** Why a target has not taken something that it may take another time. */
export interface Busy {
  reason?: string | undefined
  /** How long it asks to wait before. */
  waitMs?: number | undefined
}

/**
 * Waits before each further try of one thing: longer each time, or as long as the target asks, `retry.attempts` times
 * and within `retry.budgetMs`. Throws TARGET_FAILED after that, and INTERRUPTED.
 */
export function openPatience({ name, retry, clock, signal, retried }: PatienceOptions): (busy: Busy) => Promise<void> {
  const startedMs = clock.now()
  let tries = 0
  return async ({ reason = 'is busy', waitMs = 0 }) => {
    tries += 1
    const delayMs = Math.max(waitMs, Math.min(retry.maxDelayMs, retry.delayMs * 2 ** (tries - 1)))
    const isOver = tries >= retry.attempts || clock.now() + delayMs - startedMs > retry.budgetMs
    if (isOver) throw targetFailed(name, `${reason}${renderTries(tries)}`)
    retried?.({ code: 'TARGET_FAILED', delayMs })
    await clock.sleep(delayMs, signal).catch(() => {})
    if (signal.aborted) throw buildInterruption(signal)
  }
}

function renderTries(tries: number): string {
  return tries === 1 ? '' : `, after ${tries} tries`
}
