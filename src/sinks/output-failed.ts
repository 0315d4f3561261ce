import { isErrno } from '../durable-files.js'
import { ExtractError, isExtractError } from '../errors/extract-error.js'

/** What went wrong while writing to `place`, as OUTPUT_FAILED; an ExtractError (of the state, say) stays what it is. */
export function outputFailed(place: string, cause: unknown): ExtractError {
  if (isExtractError(cause)) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ExtractError('OUTPUT_FAILED', `The output to ${place} can't be written: ${reason}`, {
    hint: hintFor(cause),
    cause,
  })
}

function hintFor(cause: unknown): string {
  if (isErrno(cause, 'ENOSPC', 'EDQUOT', 'EFBIG')) return `Make room on the disk and run again. ${nothingLost}`
  if (isErrno(cause, 'EACCES', 'EPERM', 'EROFS')) {
    return `Let this user write there, or name another folder with --output, and run again. ${nothingLost}`
  }
  return `Check that the place is there and can be written, and run again. ${nothingLost}`
}

const nothingLost = 'Nothing was lost: the next run goes on from the last commit.'
