import type { ErrorReport } from '../../../terms.js'

/**
 * A statement as an error shows it: whole where it is short, else its beginning and what matters. That is around the
 * place that the org named; without one, what follows the list of fields.
 */
export function excerptSoql(soql: string, place: ErrorReport['place']): string {
  if (soql.length <= longest) return soql
  const at = place && offsetOf(soql, place)
  const start = at === undefined ? findFrom(soql) : at - before
  if (start <= beginning) return cut(soql, 0, longest)
  return `${cut(soql, 0, beginning)} ${cut(soql, start, start + longest - beginning).replace(/^…/, '')}`
}

const longest = 300
const before = 100
const beginning = 60

function cut(soql: string, start: number, end: number): string {
  const shown = soql.slice(Math.max(0, start), end).trim().toWellFormed()
  return `${start > 0 ? '…' : ''}${shown}${end < soql.length ? '…' : ''}`
}

/** Rows and columns count from 1. Undefined for a place outside of the statement. */
function offsetOf(soql: string, { row, column }: NonNullable<ErrorReport['place']>): number | undefined {
  const lines = soql.split('\n')
  const at = lines.slice(0, row - 1).join('\n').length + (row > 1 ? 1 : 0) + column - 1
  return row <= lines.length && at >= 0 && at <= soql.length ? at : undefined
}

/** Where the FROM of the outer statement stands; those of child lists are in parentheses. */
function findFrom(soql: string): number {
  let depth = 0
  for (const { 0: token, index } of soql.matchAll(/[()]|\bFROM\b/gi)) {
    if (token === '(') depth += 1
    else if (token === ')') depth -= 1
    else if (depth === 0) return index
  }
  return 0
}
