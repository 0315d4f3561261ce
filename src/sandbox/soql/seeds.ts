import type { Store, StoredRecord } from '../terms.js'
import { conjuncts, type Condition } from './conditions/condition.js'
import { parseRecordId } from './conditions/id-literal.js'
import { resolvePath, type Scope } from './references.js'

/**
 * The rows a condition leaves in question where it pins Ids or parents, read by Id or from the parent's index, not from
 * the whole sObject. `semiJoinIds` gives the ids of a semi-join that has been run already.
 */
export function findSeeds(
  scope: Scope,
  condition: Condition | undefined,
  semiJoinIds: (condition: Condition) => Set<string> | undefined,
): (() => Iterable<StoredRecord>) | undefined {
  for (const part of conjuncts(condition)) {
    const ids = pinnedIds(part, semiJoinIds)
    if (ids === undefined || !('field' in part)) continue
    const { field, hops } = resolvePath(scope, part.field)
    if (hops.length > 0) continue
    const { store, object } = scope
    // Rows of CaseFeed and its like are feed items under another name: their Ids don't tell which feed.
    if (field.type === 'id' && object.keyPrefix === null) continue
    if (field.type === 'id') return () => recordsById(store, object.name, ids)
    if (field.type === 'reference') return () => recordsByParent(store, object.name, field.name, ids)
  }
  return undefined
}

function pinnedIds(
  part: Condition,
  semiJoinIds: (condition: Condition) => Set<string> | undefined,
): Set<string> | undefined {
  if (part.kind === 'semiJoin') return part.negated ? undefined : semiJoinIds(part)
  if (part.kind !== 'compare' || part.fn !== undefined || (part.operator !== '=' && part.operator !== 'IN'))
    return undefined
  const ids = part.literals.map((literal) => (literal.type === 'STRING' ? parseRecordId(literal.text) : undefined))
  return ids.every((id) => id !== undefined) ? new Set(ids) : undefined
}

function* recordsById(store: Store, sobject: string, ids: Set<string>): Iterable<StoredRecord> {
  for (const id of ids) {
    const record = store.record(id)
    if (record?.sobject === sobject) yield record
  }
}

function* recordsByParent(store: Store, sobject: string, field: string, ids: Set<string>): Iterable<StoredRecord> {
  for (const id of ids) yield* store.childRows(sobject, field, id)
}
