import { ExtractError } from '../../errors/extract-error.js'
import { parsedBy } from './setting-values.js'

/** The name of a field, or a path of parents to one. SOQL goes through five parents at most. */
export const fieldPath = parsedBy((given): string => {
  const path = typeof given === 'string' ? given.trim() : ''
  const shown = typeof given === 'object' ? 'this' : `"${String(given)}"`
  if (!/^[a-z]\w*(?:\.[a-z]\w*)*$/i.test(path)) {
    throw new ExtractError('CONFIG_INVALID', `${shown} must be the name of a field, such as Name or Owner.Name`)
  }
  const parents = path.split('.').length - 1
  if (parents > 5) {
    throw new ExtractError('CONFIG_INVALID', `${shown} goes through ${parents} parents: SOQL takes five at most`)
  }
  return path
})
