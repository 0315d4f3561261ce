import type { Query, Subquery } from '@jetstreamapp/soql-parser-js'
import { refuse } from '../http/api-errors.js'
import type { FieldSchema, ObjectSchema, Store } from '../terms.js'
import { complain, locate } from './complaint.js'
import { buildCondition, type Condition } from './conditions/condition.js'
import { buildPredicate, type Predicate } from './conditions/filter.js'
import { checkChildFrom, checkFrom } from './from-clause.js'
import { buildOrder, isIdOrder } from './order/order.js'
import type { Plan } from './plan.js'
import type { Scope } from './references.js'
import { checkRestrictions } from './restrictions/restrictions.js'
import { selectRecords } from './run.js'
import { scopeFilter } from './scope-filter.js'
import { findSeeds } from './seeds.js'
import { openSemiJoins } from './conditions/semi-joins.js'
import { buildColumns } from './select.js'
import type { Statement } from './read.js'
import { buildSummary, isSummary } from './summary/summary.js'

/** What a statement is bound against. */
export interface BindContext {
  store: Store
  text: string
  version: string
  includeDeleted: boolean
  allowsFilter: (object: ObjectSchema, field: FieldSchema) => boolean
  /** An org whose users see only the feed items they name. */
  feedItemNeedsId: boolean
}

/** A parsed statement made ready to run. Throws all that Salesforce refuses in one. */
export function bindQuery(context: BindContext, query: Statement): Plan {
  const name = query.sObject ?? ''
  const object = context.store.object(name)
  const fromAt = () => locate(context.text, name, context.text.search(/\bfrom\b/i))
  if (object === undefined) throw complain(context.text, fromAt(), 'noSuchType', name)
  if (!object.queryable) throw refuse('notQueryable', object.name)
  if (query.withDataCategory !== undefined) throw refuse('notSupported', 'WITH DATA CATEGORY')
  const condition = query.where && buildCondition(query.where, context.text)
  const scope: Scope = {
    ...context,
    object,
    alias: query.sObjectAlias,
    aliases: query.aliases,
    parentPaths: new Set(),
  }
  checkFrom(scope, query.parents ?? [])
  checkRestrictions(scope, query, condition, context.feedItemNeedsId)
  return bind(scope, query, condition, openNesting(context.version))
}

/** How deep and how many the subqueries of one statement may be. */
interface Nesting {
  level: number
  maxLevels: number
  total: { count: number }
}

const MAX_OFFSET = 2000
const MAX_SUBQUERIES = 20

function bind(scope: Scope, query: Query | Subquery, condition: Condition | undefined, nesting: Nesting): Plan {
  if ((query.offset ?? 0) > MAX_OFFSET) throw refuse('offsetRange')
  if (query.for === 'UPDATE' && query.orderBy !== undefined) throw refuse('lockedOrder')
  const semiJoins = openSemiJoins(scope, condition, (inner) => {
    const plan = bindQuery({ ...scope, feedItemNeedsId: false }, inner)
    return { plan, records: () => selectRecords(plan).rows.all() }
  })
  const matches = both(
    condition && buildPredicate(scope, condition, semiJoins.ids),
    scopeFilter(scope, query.usingScope),
  )
  const summarized = isSummary(query)
  const seeds = findSeeds(scope, condition, semiJoins.known)
  // All rows of an sObject come in the order of their Ids; rows from an index may not.
  const isStoredOrder = nesting.level === 1 && isIdOrder(scope, query.orderBy)
  if (summarized && nesting.level > 1) throw refuse('nestedAggregate')
  return {
    store: scope.store,
    object: scope.object,
    columns: summarized
      ? []
      : buildColumns(scope, query.fields ?? [], { limit: query.limit, condition }, (outer, sub) =>
          bindChild(outer, sub, nesting, query.limit),
        ),
    includeDeleted: scope.includeDeleted,
    matches,
    seeds,
    order: summarized || (isStoredOrder && seeds === undefined) ? undefined : buildOrder(scope, query.orderBy),
    limit: query.limit,
    offset: query.offset,
    summary: summarized ? buildSummary(scope, query) : undefined,
  }
}

function both(one: Predicate | undefined, other: Predicate | undefined): Predicate | undefined {
  return one && other ? (record) => one(record) && other(record) : (one ?? other)
}

/** Two levels of lists up to API 57, five from 58 on. */
function openNesting(version: string): Nesting {
  return { level: 1, maxLevels: Number(version) < 58 ? 2 : 5, total: { count: 0 } }
}

function bindChild(scope: Scope, subquery: Subquery, nesting: Nesting, parentLimit: number | undefined) {
  checkChildFrom(scope, subquery)
  if (subquery.offset !== undefined && parentLimit !== 1) throw refuse('subqueryOffset')
  const wanted = subquery.relationshipName.toLowerCase()
  const child = scope.object.children.find((one) => one.relationshipName?.toLowerCase() === wanted)
  const object = child && scope.store.object(child.childSObject)
  if (child === undefined || object === undefined) {
    const at = locate(scope.text, subquery.relationshipName)
    throw complain(scope.text, at, 'noChildRelationship', subquery.relationshipName)
  }
  nesting.total.count++
  if (nesting.total.count > MAX_SUBQUERIES) throw refuse('subqueryCount')
  const level = nesting.level + 1
  if (level > nesting.maxLevels) throw refuse('subqueryDepth', String(nesting.maxLevels))
  const inner: Scope = { ...scope, object, alias: subquery.sObjectAlias, parentPaths: new Set() }
  const condition = subquery.where && buildCondition(subquery.where, scope.text)
  const plan = bind(inner, subquery, condition, { ...nesting, level })
  return { key: child.relationshipName!, child, plan }
}
