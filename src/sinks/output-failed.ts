import { diskError } from '../errors/disk-error.js'
import { isExtractError, type ExtractError } from '../errors/extract-error.js'

/** What went wrong while writing to `place`, as OUTPUT_FAILED; an ExtractError (of the state, say) stays what it is. */
export function outputFailed(place: string, cause: unknown): ExtractError {
  if (isExtractError(cause)) return cause
  const work = {
    what: `The output to ${place} can't be written`,
    place,
    otherwise: 'name another folder with --output',
    comfort: 'Nothing was lost: the next run goes on from the last commit.',
  }
  return diskError('OUTPUT_FAILED', work, cause)
}
