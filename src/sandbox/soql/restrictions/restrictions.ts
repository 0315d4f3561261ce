import type { Query } from '@jetstreamapp/soql-parser-js'
import { refuse } from '../../http/api-errors.js'
import { conjuncts, type Condition } from '../conditions/condition.js'
import { resolvePath, type Scope } from '../references.js'
import { checkBigObject } from './big-objects.js'
import { checkExternalObject } from './external-objects.js'

/** The rules of single sObjects and kinds of them. `feedItemNeedsId`: as where the user lacks View All Data. */
export function checkRestrictions(
  scope: Scope,
  query: Query,
  condition: Condition | undefined,
  feedItemNeedsId: boolean,
): void {
  if (scope.object.name.endsWith('__b')) checkBigObject(scope, query, condition)
  if (scope.object.name.endsWith('__x')) checkExternalObject(query, condition)
  if (scope.object.name === 'ContentDocumentLink') checkLinkFilter(scope, condition)
  const hasNoOr = scope.object.name.endsWith('__mdt') || scope.object.name === 'EntityDefinition'
  if (hasNoOr && condition !== undefined) checkDisjunctions(scope, condition)
  if (
    scope.object.name === 'FeedItem' &&
    feedItemNeedsId &&
    !conjuncts(condition).some((part) => pins(scope, part, ['Id']))
  ) {
    throw refuse('feedItemFilter')
  }
}

/** Custom metadata and EntityDefinition take an OR over one field alone, of values it is equal to or like. */
function checkDisjunctions(scope: Scope, condition: Condition): void {
  if (condition.kind === 'not') checkDisjunctions(scope, condition.part)
  if (condition.kind !== 'and' && condition.kind !== 'or') return
  for (const part of condition.parts) checkDisjunctions(scope, part)
  if (condition.kind === 'and') return
  const fields = condition.parts.map((part) =>
    part.kind === 'compare' && ['=', 'LIKE'].includes(part.operator) ? resolvePath(scope, part.field).path : undefined,
  )
  if (fields.includes(undefined) || new Set(fields).size > 1) throw refuse('disjunction')
}

/** Links are found by a document or a record alone; other filters go only with one record. */
function checkLinkFilter(scope: Scope, condition: Condition | undefined): void {
  const parts = conjuncts(condition)
  if (!parts.some((part) => pins(scope, part, LINK_KEYS))) throw refuse('linkFilter')
  const hasOneRecord = parts.some(
    (part) => part.kind === 'compare' && part.operator === '=' && pins(scope, part, ['LinkedEntityId']),
  )
  if (!hasOneRecord && condition && !hasOnlyIdFields(scope, condition)) throw refuse('linkOtherFilter')
}

const LINK_KEYS = ['Id', 'ContentDocumentId', 'LinkedEntityId']

function pins(scope: Scope, part: Condition, fields: string[]): boolean {
  if (part.kind === 'semiJoin') return !part.negated && fields.includes(resolvePath(scope, part.field).path)
  if (part.kind !== 'compare' || part.fn !== undefined) return false
  return (part.operator === '=' || part.operator === 'IN') && fields.includes(resolvePath(scope, part.field).path)
}

function hasOnlyIdFields(scope: Scope, condition: Condition): boolean {
  if (condition.kind === 'and' || condition.kind === 'or')
    return condition.parts.every((part) => hasOnlyIdFields(scope, part))
  if (condition.kind === 'not') return hasOnlyIdFields(scope, condition.part)
  return LINK_KEYS.includes(resolvePath(scope, condition.field).path)
}
