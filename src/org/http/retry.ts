import type { Clock } from '../../clock.js'
import type { ExtractSettings } from '../../config/config-types.js'
import { ExtractError } from '../../errors/extract-error.js'
import { buildInterruption, validateNotInterrupted } from '../../errors/interruption.js'
import type { Retry } from '../../terms.js'

/** How long to go on with what passes by itself, and with which clock and dice. */
export interface RetryPolicy {
  retry: ExtractSettings['retry']
  clock: Clock
  /** A number from 0 up to, but not including, 1. */
  random: () => number
  signal?: AbortSignal
  /** Hears of each further try before the wait for it. */
  retried?: ((retry: Retry) => void) | undefined
}

/**
 * A try's end: a value, or a failure that may pass with the error to throw where it doesn't, and the least wait before
 * the next try where the org asks for one.
 */
export type Outcome<T> = { value: T } | { passing: (tries: number) => ExtractError; waitMs?: number | undefined }

/**
 * Runs `attempt` until it gives a value, `retry.attempts` times at most (the first included) and within
 * `retry.budgetMs`, waiting in between, at least as long as the org asks. Throws what `attempt` throws,
 * what the last failure says, and INTERRUPTED.
 */
export async function retryPassing<T>(attempt: () => Promise<Outcome<T>>, retryPolicy: RetryPolicy): Promise<T> {
  const { retry, clock, random, signal, retried } = retryPolicy
  const startedAt = clock.now()
  for (let tries = 1; ; tries += 1) {
    validateNotInterrupted(signal)
    const outcome = await attempt()
    if ('value' in outcome) return outcome.value
    if (tries >= retry.attempts) throw outcome.passing(tries)
    const { waitMs = 0 } = outcome
    const delayMs = Math.max(waitMs, backOffMs(tries, retry, random))
    const leftMs = retry.budgetMs - (clock.now() - startedAt)
    if (waitMs > leftMs) throw addWait(outcome.passing(tries), waitMs)
    if (delayMs > leftMs) throw outcome.passing(tries)
    retried?.({ code: outcome.passing(tries).code, delayMs })
    await pause(delayMs, clock, signal)
  }
}

/** The policy of a call: one that can be made in parts is tried twice at most, and a retry is told with its sObject. */
export function policyOf(call: { isShared?: boolean; sobject?: string }, retryPolicy: RetryPolicy): RetryPolicy {
  const { retry, retried } = retryPolicy
  return {
    ...retryPolicy,
    retry: call.isShared ? { ...retry, attempts: Math.min(retry.attempts, 2) } : retry,
    retried: retried && ((each) => retried({ ...each, object: call.sobject })),
  }
}

function addWait({ code, message, hint, details }: ExtractError, waitMs: number): ExtractError {
  const wait = `the org asks to wait ${Math.ceil(waitMs / 1000)} s, which is longer than the time left for retries`
  return new ExtractError(code, `${message}; ${wait}`, { hint, details })
}

/** Full jitter: any wait up to the doubled one, so that callers who failed together don't come back together. */
function backOffMs(tries: number, { delayMs, maxDelayMs }: ExtractSettings['retry'], random: () => number): number {
  return Math.round(random() * Math.min(maxDelayMs, delayMs * 2 ** (tries - 1)))
}

/** Waits. Throws INTERRUPTED, or the signal's reason, where it aborts meanwhile. */
export async function pause(delayMs: number, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  try {
    await clock.sleep(delayMs, signal)
  } catch (error) {
    if (signal?.aborted) throw buildInterruption(signal)
    throw error
  }
}
