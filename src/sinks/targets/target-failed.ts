import { ExtractError } from '../../errors/extract-error.js'
import { shorten } from '../../errors/shorten.js'

/** TARGET_FAILED: `what` goes on where the target's name ends. */
export function targetFailed(name: string, what: string, hint = goesOn, cause?: unknown): ExtractError {
  return new ExtractError('TARGET_FAILED', `${name} ${shorten(what, longestReason)}.`, { hint, cause })
}

const longestReason = 500
const goesOn = 'Nothing was lost: the next run goes on after what the target has accepted.'
