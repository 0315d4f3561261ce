import { contentOf } from './content-of.js'
import { diskError } from '../errors/disk-error.js'
import { ExtractError, isExtractError } from '../errors/extract-error.js'

/** What went wrong at a place of the state, as STATE_BROKEN; an ExtractError stays what it is. */
export function stateBroken(place: string, cause: unknown): ExtractError {
  if (isExtractError(cause)) return cause
  const work = {
    what: `The state at ${place} can't be used`,
    place,
    otherwise: 'name another place with extract.state or SF_EXTRACT_STATE',
  }
  return diskError('STATE_BROKEN', work, cause)
}

/** STATE_BROKEN for a value that isn't what was written; `place` is the address of the state, where it is known. */
export function valueBroken(key: string, reason: string, place?: string): ExtractError {
  const where = place === undefined ? '' : ` at ${place}`
  const what = `The state${where} is damaged under "${key}": ${reason}. It held ${contentOf(key)}.`
  return new ExtractError('STATE_BROKEN', what, {
    hint:
      'Restore the state from a backup, or run `sf-extract state repair`: it removes what is damaged and says what ' +
      'follows. A failing disk, or another program that changed it, are the usual causes.',
  })
}
