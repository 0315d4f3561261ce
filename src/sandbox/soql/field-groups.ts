import type { FieldFunctionExpression, FieldType } from '@jetstreamapp/soql-parser-js'
import { visibleFields } from '../describes/field-facts.js'
import { refuse } from '../http/api-errors.js'
import type { ObjectSchema } from '../terms.js'
import { complain, locate } from './complaint.js'
import { conjuncts, type Condition } from './conditions/condition.js'
import { resolvePath, type Scope } from './references.js'

/** What of the statement the rule of FIELDS() looks at. */
export interface Bounds {
  limit: number | undefined
  condition: Condition | undefined
}

/**
 * The fields FIELDS() stands for. Custom ones are given only of up to 200 rows: by LIMIT, or by the Ids of the
 * condition (SOQL and SOSL Reference, "FIELDS()"). Throws where there are no such bounds, and before version 51.
 */
export function fieldsOf(scope: Scope, item: FieldFunctionExpression, bounds: Bounds): string[] {
  const fields = expandFields(scope, item)
  const isLimited = bounds.limit !== undefined && bounds.limit <= MAX_ROWS
  if (groupOf(item) !== 'STANDARD' && !isLimited && !namesIds(scope, bounds.condition)) throw refuse('fieldsLimit')
  return fields
}

/** The same whatever the bounds. */
export function expandFields(scope: Scope, item: FieldFunctionExpression): string[] {
  if (Number(scope.version) < FIRST_VERSION)
    throw complain(scope.text, scope.text.indexOf('(', locate(scope.text, 'FIELDS')), 'unexpectedToken', '(')
  return fieldGroup(scope.object, groupOf(item))
}

/** Whether an item of a SELECT list is FIELDS(). */
export function isFields(item: FieldType): boolean {
  return item.type === 'FieldFunctionExpression' && item.functionName.toUpperCase() === 'FIELDS'
}

const FIRST_VERSION = 51

function groupOf({ parameters: [argument] }: FieldFunctionExpression): string {
  return typeof argument === 'string' ? argument.toUpperCase() : ''
}

const MAX_ROWS = 200

function fieldGroup(object: ObjectSchema, group: string): string[] {
  const fields = visibleFields(object)
  const wanted = group === 'ALL' ? fields : fields.filter((field) => (field.custom === true) === (group === 'CUSTOM'))
  return wanted.map((field) => field.name)
}

function namesIds(scope: Scope, condition: Condition | undefined): boolean {
  return conjuncts(condition).some((part) => {
    const parts = part.kind === 'or' ? part.parts : [part]
    const counts = parts.map((one) => countIds(scope, one))
    return counts.every((count) => count > 0) && counts.reduce((a, b) => a + b, 0) <= MAX_ROWS
  })
}

/** How many Ids a comparison names; 0 for any other. */
function countIds(scope: Scope, part: Condition): number {
  if (part.kind !== 'compare' || part.fn !== undefined || !['=', 'IN'].includes(part.operator)) return 0
  return resolvePath(scope, part.field).path === 'Id' ? part.literals.length : 0
}
