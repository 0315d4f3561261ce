import { refuse } from '../../http/api-errors.js'
import { isCompound, isFilterable } from '../../describes/field-facts.js'
import type { StoredRecord } from '../../terms.js'
import { complain, locateFilter } from '../complaint.js'
import type { Condition, Literal } from './condition.js'
import { comparer, idComparer } from './comparers.js'
import { bindCall, isDateCall, type Expression } from '../functions/calls.js'
import { resolvePath, type Reference, type Scope } from '../references.js'

export type Predicate = (record: StoredRecord) => boolean

/** What the inner statement of a semi-join gives: the ids it selects. */
export type SemiJoin = (condition: Extract<Condition, { kind: 'semiJoin' }>) => Set<string>

/** Whether a record meets a condition. Throws what Salesforce refuses: hidden, unfilterable, wrongly typed. */
export function buildPredicate(scope: Scope, condition: Condition, semiJoin: SemiJoin): Predicate {
  if (condition.kind === 'not') {
    const inner = buildPredicate(scope, condition.part, semiJoin)
    return (record) => !inner(record)
  }
  if (condition.kind === 'and' || condition.kind === 'or') {
    const parts = condition.parts.map((part) => buildPredicate(scope, part, semiJoin))
    return condition.kind === 'and'
      ? (record) => parts.every((part) => part(record))
      : (record) => parts.some((part) => part(record))
  }
  if (condition.kind === 'compare' && condition.fn !== undefined) {
    const { type, read, reference } = bindFilterCall(scope, condition.fn)
    const compare = buildComparer(scope, { ...reference, field: { ...reference.field, type } }, condition)
    return (record) => compare(read(record))
  }
  const reference = resolveFilter(scope, condition.field)
  const { read } = reference
  if (condition.kind === 'semiJoin') {
    const { negated } = condition
    const ids = semiJoin(condition)
    return (record) => ids.has(read(record) as string) !== negated
  }
  const compare = buildComparer(scope, reference, condition)
  return (record) => compare(read(record))
}

/** Others are for the SELECT list. A compound field is filtered by DISTANCE() alone. */
function bindFilterCall(scope: Scope, fn: NonNullable<Extract<Condition, { kind: 'compare' }>['fn']>): Expression {
  if (fn.name !== 'DISTANCE' && fn.name !== 'TOLABEL' && !isDateCall(fn.call)) {
    throw refuse('notSupported', `${fn.name}() in WHERE`)
  }
  const expression = bindCall(scope, fn.call)
  if (fn.name !== 'DISTANCE') resolveFilter(scope, expression.reference.path)
  return expression
}

/** The field of a condition, refused where the org can't filter on it. */
function resolveFilter(scope: Scope, path: string): Reference {
  const reference = resolvePath(scope, path)
  const offset = () => locateFilter(scope.text, path)
  if (isCompound(reference.field)) throw complain(scope.text, offset(), 'addressFilter')
  if (!isFilterable(reference.field) || !scope.allowsFilter(reference.object, reference.field)) {
    throw complain(scope.text, offset(), 'notFilterable', reference.field.name)
  }
  return reference
}

function buildComparer(scope: Scope, reference: Reference, condition: { operator: string; literals: Literal[] }) {
  const { field } = reference
  const context = {
    now: scope.store.now(),
    fieldName: field.name,
    refusal: (name: Parameters<typeof complain>[2], detail: string) =>
      complain(scope.text, locateFilter(scope.text, reference.path), name, detail),
  }
  return field.type === 'id' || field.type === 'reference'
    ? idComparer(condition, context)
    : comparer(field.type, condition, context)
}
