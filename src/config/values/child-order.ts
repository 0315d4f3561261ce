import { ExtractError } from '../../errors/extract-error.js'
import { parsedBy } from './setting-values.js'

/** A term of an ORDER BY. */
export interface OrderTerm {
  /** A field, or a path of parents to one. */
  field: string
  direction?: 'ASC' | 'DESC'
  nulls?: 'FIRST' | 'LAST'
}

/** `LastName, CreatedDate DESC NULLS LAST`, with or without the words ORDER BY before it; a list of such texts too. */
export const order = parsedBy((given): OrderTerm[] => {
  const text = (Array.isArray(given) ? given : [given]).join(',').replace(/^\s*order\s+by\s+/i, '')
  return text.split(',').map(parseTerm)
})

function parseTerm(text: string): OrderTerm {
  const [, field, direction, nulls] = term.exec(text) ?? []
  if (field === undefined) {
    throw new ExtractError(
      'CONFIG_INVALID',
      `"${text.trim()}" must be a field, and then ASC or DESC and NULLS FIRST or NULLS LAST where wanted`,
    )
  }
  return {
    field,
    ...(direction === undefined ? {} : { direction: direction.toUpperCase() as 'ASC' | 'DESC' }),
    ...(nulls === undefined ? {} : { nulls: nulls.toUpperCase() as 'FIRST' | 'LAST' }),
  }
}

const term = /^\s*([a-z]\w*(?:\.[a-z]\w*)*)(?:\s+(asc|desc))?(?:\s+nulls\s+(first|last))?\s*$/i
