import type { Query } from '@jetstreamapp/soql-parser-js'
import { refuse } from '../../http/api-errors.js'
import type { FieldSchema, ObjectSchema, StoredRecord } from '../../terms.js'
import { complain, locate, locateFilter } from '../complaint.js'
import type { Plan } from '../plan.js'
import { resolvePath, type Scope } from '../references.js'
import { writtenPath } from '../select.js'
import type { Condition } from './condition.js'
import type { SemiJoin } from './filter.js'

/** Binds and, when asked, runs the statement inside a semi-join. */
type BindInner = (inner: Query) => { plan: Plan; records: () => StoredRecord[] }

type SemiJoinCondition = Extract<Condition, { kind: 'semiJoin' }>

interface SemiJoins {
  ids: SemiJoin
  /** The ids of a semi-join that was run before. */
  known: (condition: Condition) => Set<string> | undefined
}

/**
 * The semi-joins of one condition. Throws for more than two, nested ones, ones under an OR or a NOT, and for what their
 * statements may not have (SOQL and SOSL Reference, "Comparison Operators").
 */
export function openSemiJoins(scope: Scope, condition: Condition | undefined, bindInner: BindInner): SemiJoins {
  const found = condition ? listSemiJoins(condition, false) : []
  if (found.length > MAX_SEMI_JOINS) throw refuse('semiJoinCount')
  if (condition?.kind === 'or' && condition.parts.some(({ kind }) => kind === 'semiJoin')) throw refuse('semiJoinOr')
  if (found.some(({ isNested }) => isNested)) throw refuse('semiJoinLevel')
  const results = new Map<Condition, Set<string>>()
  return {
    ids(semiJoin) {
      const ids = selectedIds(scope, semiJoin, bindInner)
      results.set(semiJoin, ids)
      return ids
    },
    known: (one) => results.get(one),
  }
}

const MAX_SEMI_JOINS = 2

function listSemiJoins(condition: Condition, isNested: boolean): { isNested: boolean }[] {
  if (condition.kind === 'semiJoin') return [{ isNested }]
  if (condition.kind === 'compare') return []
  if (condition.kind === 'not') return listSemiJoins(condition.part, true)
  return condition.parts.flatMap((part) => listSemiJoins(part, isNested || condition.kind === 'or'))
}

function selectedIds(scope: Scope, semiJoin: SemiJoinCondition, bindInner: BindInner): Set<string> {
  const { inner } = semiJoin
  if (inner.where && JSON.stringify(inner.where).includes('"valueQuery"')) throw refuse('semiJoinNested')
  const clause = CLAUSES.find(([, key]) => inner[key] !== undefined)
  if (clause) throw complain(scope.text, locateClause(scope.text, clause[0]), 'semiJoinClause', clause[0])
  const left = resolvePath(scope, semiJoin.field)
  if (!isIdType(left.field) || left.hops.length > 0) {
    throw complain(scope.text, at(scope, semiJoin), 'semiJoinLeft', left.path)
  }
  if (inner.sObject?.toLowerCase() === scope.object.name.toLowerCase()) throw refuse('semiJoinSame')
  if (UNSUPPORTED.has(inner.sObject?.toLowerCase() ?? '')) throw refuse('semiJoinObject', inner.sObject)
  const { plan, records } = bindInner(inner)
  const column = plan.columns[0]
  const selected = inner.fields?.[0]
  const isPlain = selected?.type === 'Field' || selected?.type === 'FieldRelationship'
  const field = plan.object.fields.find((one) => one.name === column?.key)
  if (!isPlain || plan.columns.length !== 1 || column?.kind !== 'field' || !field || !isIdType(field)) {
    const written = isPlain ? writtenPath(selected) : ((selected as { rawValue?: string } | undefined)?.rawValue ?? '')
    throw complain(scope.text, locate(scope.text, written), 'semiJoinField', written)
  }
  const targets = targetsOf(plan.object, field)
  if (!targetsOf(left.object, left.field).some((target) => targets.includes(target))) {
    const both = `'${field.name}' in the subquery and the left operand field in the where expression in the outer query`
    throw complain(scope.text, at(scope, semiJoin), 'semiJoinTypes', `${both} '${left.path}'`)
  }
  return new Set(
    records()
      .map((record) => column.read(record))
      .filter((id) => typeof id === 'string'),
  )
}

/** In the order they have in a statement. */
const CLAUSES = [
  ['GROUP', 'groupBy'],
  ['HAVING', 'having'],
  ['ORDER', 'orderBy'],
  ['LIMIT', 'limit'],
  ['OFFSET', 'offset'],
  ['FOR', 'for'],
] as const satisfies readonly (readonly [string, keyof Query])[]

/** These have no semi-join in them. */
const UNSUPPORTED = new Set(['activityhistory', 'attachment', 'event', 'note', 'openactivity', 'task'])

/** The inner statement comes last in its clause, so the word is the first after its SELECT. */
function locateClause(text: string, word: string): number {
  return locate(text, word, Math.max(0, text.search(/\bIN\s*\(\s*SELECT\b/i)))
}

/** The service points before the field. */
function at(scope: Scope, semiJoin: SemiJoinCondition): number {
  return Math.max(0, locateFilter(scope.text, semiJoin.field) - 1)
}

function isIdType(field: FieldSchema): boolean {
  return field.type === 'id' || field.type === 'reference'
}

function targetsOf(object: ObjectSchema, field: FieldSchema): string[] {
  return field.type === 'id' ? [object.name] : (field.referenceTo ?? [])
}
