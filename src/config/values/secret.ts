import { ExtractError } from '../../errors/extract-error.js'
import { isMap } from '../sources/map.js'
import { parsedBy } from './setting-values.js'

/**
 * A secret: the text itself, or where it is. Files are read and commands are run when a login needs them, relative to
 * the folder of the configuration.
 */
export type Secret = string | { env: string } | { file: string } | { command: string }

/** A secret as a file or a variable has it. A number counts as its digits. What is wrong is told without the value. */
export const secret = parsedBy((given): Secret => {
  if (typeof given === 'string') return given.trim()
  if (typeof given === 'number') return String(given)
  const [[kind = '', place] = [], ...others] = isMap(given) ? Object.entries(given) : []
  const isPlace = typeof place === 'string' && place.trim() !== '' && others.length === 0
  if (isPlace && kind === 'env') return { env: place.trim() }
  if (isPlace && kind === 'file') return { file: place.trim() }
  if (isPlace && kind === 'command') return { command: place.trim() }
  throw new ExtractError(
    'CONFIG_INVALID',
    'must be text, or one of { env: NAME }, { file: PATH } and { command: LINE }',
  )
})
