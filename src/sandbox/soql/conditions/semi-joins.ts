import type { Query } from '@jetstreamapp/soql-parser-js'
import { refuse } from '../../http/api-errors.js'
import type { StoredRecord } from '../../terms.js'
import { complain, locate } from '../complaint.js'
import type { Condition } from './condition.js'
import type { SemiJoin } from './filter.js'
import type { Plan } from '../plan.js'

/** Binds and, when asked, runs the statement inside a semi-join. */
type BindInner = (inner: Query) => { plan: Plan; records: () => StoredRecord[] }

interface SemiJoins {
  ids: SemiJoin
  /** The ids of a semi-join that was run before. */
  known: (condition: Condition) => Set<string> | undefined
}

/** The semi-joins of one condition. Throws for more than two, nested ones and ones under an OR. */
export function openSemiJoins(text: string, condition: Condition | undefined, bindInner: BindInner): SemiJoins {
  const found = condition ? listSemiJoins(condition, false) : []
  if (found.length > MAX_SEMI_JOINS) throw refuse('semiJoinCount')
  if (found.some(({ underOr }) => underOr)) throw refuse('semiJoinOr')
  const results = new Map<Condition, Set<string>>()
  return {
    ids(semiJoin) {
      const ids = selectedIds(text, semiJoin.inner, bindInner)
      results.set(semiJoin, ids)
      return ids
    },
    known: (one) => results.get(one),
  }
}

const MAX_SEMI_JOINS = 2

function listSemiJoins(condition: Condition, underOr: boolean): { underOr: boolean }[] {
  if (condition.kind === 'semiJoin') return [{ underOr }]
  if (condition.kind === 'compare') return []
  if (condition.kind === 'not') return listSemiJoins(condition.part, underOr)
  return condition.parts.flatMap((part) => listSemiJoins(part, underOr || condition.kind === 'or'))
}

function selectedIds(text: string, inner: Query, bindInner: BindInner): Set<string> {
  if (inner.where && JSON.stringify(inner.where).includes('"valueQuery"')) throw refuse('semiJoinNested')
  const { plan, records } = bindInner(inner)
  const column = plan.columns[0]
  const selected = inner.fields?.[0]
  const name = selected?.type === 'Field' ? selected.field : ''
  if (plan.columns.length !== 1 || column?.kind !== 'field' || !isIdColumn(plan, column.key)) {
    throw complain(text, locate(text, name), 'semiJoinField', name)
  }
  return new Set(
    records()
      .map((record) => column.read(record))
      .filter((id) => typeof id === 'string'),
  )
}

function isIdColumn(plan: Plan, key: string): boolean {
  const type = plan.object.fields.find((field) => field.name === key)?.type
  return type === 'id' || type === 'reference'
}
