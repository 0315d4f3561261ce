import type { Query } from '@jetstreamapp/soql-parser-js'
import { refuse } from '../../http/api-errors.js'
import type { Condition } from '../conditions/condition.js'
import { nameOf } from '../functions/calls.js'
import { isSummary } from '../summary/summary.js'

/**
 * What rows of another system can't be asked for: groups and aggregates but COUNT(), patterns, labels, TYPEOF, WITH
 * (SOQL and SOSL Reference, "SOQL Object Limits and Limitations").
 */
export function checkExternalObject(query: Query, condition: Condition | undefined): void {
  const fields = query.fields ?? []
  const isCount = fields.some((item) => item.type === 'FieldFunctionExpression' && item.parameters.length === 0)
  const clauses = [
    isSummary(query) && !(isCount && query.groupBy === undefined) && 'Aggregate functions and GROUP BY',
    fields.some(({ type }) => type === 'FieldTypeof') && 'TYPEOF',
    fields.some((item) => item.type === 'FieldFunctionExpression' && nameOf(item) === 'TOLABEL') && 'toLabel()',
    query.for !== undefined && query.for !== 'UPDATE' && `FOR ${query.for}`,
    (query.withSecurityEnforced ?? query.withDataCategory) !== undefined && 'WITH',
    condition && operatorOf(condition),
  ]
  const refused = clauses.find(Boolean)
  if (refused) throw refuse('externalObject', `${refused} is not supported on external objects`)
}

/** The first operator that external objects don't have. */
function operatorOf(condition: Condition): string | undefined {
  if (condition.kind === 'not') return operatorOf(condition.part)
  if (condition.kind === 'and' || condition.kind === 'or') return condition.parts.map(operatorOf).find(Boolean)
  if (condition.kind !== 'compare') return undefined
  return ['LIKE', 'INCLUDES', 'EXCLUDES'].find((operator) => operator === condition.operator)
}
