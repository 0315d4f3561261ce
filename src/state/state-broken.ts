import { ExtractError, isExtractError } from '../errors/extract-error.js'

/** What went wrong at a place of the state, as STATE_BROKEN; an ExtractError stays what it is. */
export function stateBroken(place: string, cause: unknown): ExtractError {
  if (isExtractError(cause)) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ExtractError('STATE_BROKEN', `The state at ${place} can't be used: ${reason}`, {
    hint:
      'Check that it is there, has room, and that this user may read and write it; then run again. ' +
      'Another place can be named with extract.state or SF_EXTRACT_STATE.',
    cause,
  })
}
