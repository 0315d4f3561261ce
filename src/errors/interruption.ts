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
