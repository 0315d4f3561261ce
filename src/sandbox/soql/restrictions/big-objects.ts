import type { Query } from '@jetstreamapp/soql-parser-js'
import { refuse } from '../../http/api-errors.js'
import { conjuncts, type Condition } from '../conditions/condition.js'
import { resolvePath, type Scope } from '../references.js'
import { isSummary } from '../summary/summary.js'

/**
 * Big objects are filtered by their index alone, from its first field on and without gaps: here the required fields, in
 * their order. The last one may be a range, one may be a list, and nothing is summed up or joined (SOQL and SOSL
 * Reference, "SOQL with Big Objects").
 */
export function checkBigObject(scope: Scope, query: Query, condition: Condition | undefined): void {
  if (isSummary(query)) throw refuse('bigObject', 'Aggregate functions are not supported for big objects')
  if (query.fields?.some(({ type }) => type === 'FieldSubquery')) throw refuse('bigObject', NO_SUBQUERY)
  const parts = conjuncts(condition)
  const filters = parts.map((part) => {
    if (part.kind === 'semiJoin') throw refuse('bigObject', NO_SUBQUERY)
    if (part.kind !== 'compare' || part.fn !== undefined || !OPERATORS.has(part.operator))
      throw refuse('bigObject', 'Big objects are filtered by =, <, >, <=, >= and IN, joined by AND')
    return { ...part, path: resolvePath(scope, part.field).path }
  })
  const index = indexOf(scope).slice(0, new Set(filters.map(({ path }) => path)).size)
  if (filters.some(({ path }) => !index.includes(path))) throw refuse('bigObject', GAP)
  const lists = filters.filter(({ operator, literals }) => operator === 'IN' && literals.length > 1)
  if (lists.length > 1) throw refuse('bigObject', 'Only one field of a big object may be filtered by IN')
  const isEarlyRange = filters.some(({ operator, path }) => RANGE.test(operator) && path !== index.at(-1))
  if (isEarlyRange) throw refuse('bigObject', 'Only the last field of the filter may be a range')
}

const NO_SUBQUERY = 'Subqueries are not supported for big objects'
const GAP = 'Filters may not have any gaps within the composite key'
const OPERATORS = new Set(['=', '<', '>', '<=', '>=', 'IN'])
const RANGE = /^[<>]/

function indexOf({ object }: Scope): string[] {
  return object.fields.filter(({ custom, nillable }) => custom === true && nillable === false).map(({ name }) => name)
}
