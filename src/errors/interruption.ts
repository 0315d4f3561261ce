import { ExtractError, isExtractError } from './extract-error.js'

/** What an aborted signal means to the caller: its reason where that is an ExtractError, else INTERRUPTED. */
export function buildInterruption(signal: AbortSignal | undefined): ExtractError {
  const reason: unknown = signal?.reason
  if (isExtractError(reason)) return reason
  return new ExtractError('INTERRUPTED', 'The run was interrupted', { cause: reason })
}

/** Throws what `buildInterruption` builds when the signal has aborted. */
export function validateNotInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw buildInterruption(signal)
}

/** What `work` comes to, or what `buildInterruption` builds as soon as the signal aborts: nobody waits for it then. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const leave = () => reject(buildInterruption(signal))
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}

/**
 * A signal that aborts when `signal` does, with what that means and, where it is an interruption without a hint, the
 * hint as it is by then. `close` stops listening.
 */
export function hintedSignal(
  signal: AbortSignal | undefined,
  hint: () => string,
): { signal: AbortSignal; close(): void } {
  const controller = new AbortController()
  const abort = () => controller.abort(withHint(buildInterruption(signal), hint))
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort)
  return { signal: controller.signal, close: () => signal?.removeEventListener('abort', abort) }
}

function withHint(error: ExtractError, hint: () => string): ExtractError {
  if (error.code !== 'INTERRUPTED' || error.hint !== undefined) return error
  const { code, message, details, cause } = error
  return new ExtractError(code, message, { hint: hint(), details, cause })
}
