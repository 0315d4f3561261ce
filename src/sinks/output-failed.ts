import { diskError } from '../errors/disk-error.js'
import { isExtractError, type ExtractError } from '../errors/extract-error.js'
import type { State } from '../state/state.js'

/** What went wrong while writing to `place`, as OUTPUT_FAILED; an ExtractError (of the state, say) stays what it is. */
export function outputFailed(place: string, cause: unknown): ExtractError {
  if (isExtractError(cause)) return cause
  const isStdout = place === 'stdout'
  const work = {
    what: `The output to ${place} can't be written`,
    place: isStdout ? behindStdout : place,
    otherwise: isStdout ? 'write to a folder with --output' : 'name another folder with --output',
    comfort: 'Nothing was lost: the next run goes on from the last commit.',
  }
  return diskError('OUTPUT_FAILED', work, cause)
}

/**
 * What went wrong while writing to a folder, as outputFailed has it; but LOCK_HELD where the run has lost its lock:
 * the next holder has cleared away then what this one staged.
 */
export async function lockLostOrFailed(
  { folder, state }: { folder: string; state: State },
  cause: unknown,
): Promise<ExtractError> {
  const refused: unknown = await state.write([]).catch((error: unknown) => error)
  return isExtractError(refused) && refused.code === 'LOCK_HELD' ? refused : outputFailed(folder, cause)
}

/** What a disk's refusal is about where stdout leads to it. */
export const behindStdout = 'the file that stdout goes to'
