import type { ApiError, Refusal } from '../../http/api-errors.js'
import { NUMBER_TYPES } from '../../describes/field-facts.js'
import { parseNumber } from '../../long-number.js'
import { parseRecordId } from './id-literal.js'
import type { Literal } from './condition.js'
import { parseDatetime, readMoment, spanOf, type Span } from './datetime.js'
import { identityOf, type Value } from './values.js'

export type Comparer = (value: Value) => boolean

interface Comparison {
  operator: string
  literals: Literal[]
}

interface Context {
  now: number
  fieldName: string
  /** The error at the place of this condition. */
  refusal: (name: Refusal, detail: string) => ApiError
}

/** The test an operator with its values makes of a field of `type`; ids have their own, below. */
export function comparer(type: string, comparison: Comparison, context: Context): Comparer {
  if (!takesOperator(type, comparison)) throw context.refusal('badOperator', type)
  if (type === 'datetime' || type === 'date') return spanComparer(type, comparison, context)
  if (type === 'boolean') return booleanComparer(comparison, context)
  if (NUMBER_TYPES.has(type)) {
    const values = readValues(comparison, 'NUMBER', type === 'int' ? 'int' : 'double', context)
    return isRange(comparison) ? orderComparer(comparison.operator, values[0]!) : setComparer(comparison, values)
  }
  const texts = readValues(comparison, 'STRING', 'string', context)
  if (comparison.operator === 'LIKE') {
    const patterns = texts.map((text) => likeComparer(String(text ?? '')))
    return (value) => patterns.some((matches) => matches(value))
  }
  if (comparison.operator === 'INCLUDES' || comparison.operator === 'EXCLUDES') {
    return choiceComparer(comparison.operator === 'INCLUDES', texts.map(String))
  }
  const folded = texts.map((text) => (text === null || text === '' ? null : foldText(String(text))))
  const test = isRange(comparison) ? orderComparer(comparison.operator, folded[0]!) : setComparer(comparison, folded)
  return (value) => test(typeof value === 'string' ? foldText(value) : value)
}

/** Ids compare case-sensitively by their 15 characters; a value that is none is refused. */
export function idComparer(comparison: Comparison, context: Context): Comparer {
  if (!takesOperator('id', comparison)) throw context.refusal('badOperator', 'id')
  const ids = readValues(comparison, 'STRING', 'ID', context).map((text) => {
    if (text === null || text === '') return null
    const id = parseRecordId(String(text))
    if (id === undefined) throw context.refusal('badIdValue', String(text))
    return id
  })
  return isRange(comparison) ? orderComparer(comparison.operator, ids[0]!) : setComparer(comparison, ids)
}

/** Text without regard to case, as SOQL compares and sorts it. */
export function foldText(text: string): string {
  return text.toLowerCase()
}

const WITHOUT_LIKE = new Set([...NUMBER_TYPES, 'id', 'boolean', 'date', 'datetime', 'time', 'multipicklist'])
const LITERAL_KINDS: Record<string, string> = {
  INTEGER: 'NUMBER',
  DECIMAL: 'NUMBER',
  INTEGER_WITH_CURRENCY_PREFIX: 'NUMBER',
  DECIMAL_WITH_CURRENCY_PREFIX: 'NUMBER',
}

/**
 * LIKE is for text, INCLUDES for multi-select picklists, and neither those nor checkboxes are more or less than
 * another.
 */
function takesOperator(type: string, comparison: Comparison): boolean {
  const { operator } = comparison
  if (operator === 'LIKE') return !WITHOUT_LIKE.has(type)
  if (operator === 'INCLUDES' || operator === 'EXCLUDES') return type === 'multipicklist'
  return !(isRange(comparison) && (type === 'boolean' || type === 'multipicklist'))
}

function isRange(comparison: Comparison): boolean {
  return (
    comparison.operator === '<' ||
    comparison.operator === '<=' ||
    comparison.operator === '>' ||
    comparison.operator === '>='
  )
}

/** Whether a number names its currency: `USD5000`. */
export function isAmount({ type }: Literal): boolean {
  return type.endsWith('_WITH_CURRENCY_PREFIX')
}

function readValues(comparison: Comparison, kind: string, typeName: string, context: Context): Value[] {
  const numbers = comparison.literals.filter(({ type }) => LITERAL_KINDS[type] === 'NUMBER')
  // A list has amounts of a currency or numbers without, not both ("convertCurrency()").
  if (new Set(numbers.map(isAmount)).size > 1) throw wrongType(typeName, kind === 'STRING', context)
  return comparison.literals.map((literal) => {
    if (literal.type === 'NULL') return null
    if ((LITERAL_KINDS[literal.type] ?? literal.type) !== kind) throw wrongType(typeName, kind === 'STRING', context)
    if (kind === 'STRING' && literal.text.length > MAX_LITERAL_LENGTH) throw context.refusal('stringTooLong', '')
    if (kind === 'BOOLEAN') return literal.text.toUpperCase() === 'TRUE'
    return kind === 'NUMBER' ? parseNumber(literal.text.replace(/^[A-Za-z]{3}/, '')) : literal.text
  })
}

const MAX_LITERAL_LENGTH = 4000

function wrongType(typeName: string, quoted: boolean, context: Context): ApiError {
  const enclosed = quoted ? 'should be enclosed in quotes' : 'should not be enclosed in quotes'
  return context.refusal('wrongLiteral', `${context.fieldName}' must be of type ${typeName} and ${enclosed}`)
}

/** `!=` and NOT IN take in the rows without a value, as SOQL does. */
function setComparer({ operator }: Comparison, values: Value[]): Comparer {
  const wanted = new Set(values.map(identityOf))
  const negated = operator === '!=' || operator === '<>' || operator === 'NOT IN'
  return negated ? (value) => !wanted.has(identityOf(value)) : (value) => wanted.has(identityOf(value))
}

/** A checkbox without a value is unticked, and so is that of a parent that isn't there ("Use null in WHERE"). */
function booleanComparer(comparison: Comparison, context: Context): Comparer {
  const values = readValues(comparison, 'BOOLEAN', 'boolean', context)
  const test = setComparer(
    comparison,
    values.map((value) => value ?? false),
  )
  return (value) => test(value ?? false)
}

function orderComparer(operator: string, bound: Value): Comparer {
  if (bound === null) return () => false
  if (operator === '<') return (value) => value !== null && value < bound
  if (operator === '<=') return (value) => value !== null && value <= bound
  if (operator === '>') return (value) => value !== null && value > bound
  return (value) => value !== null && value >= bound
}

function spanComparer(type: 'datetime' | 'date', comparison: Comparison, context: Context): Comparer {
  const spans = comparison.literals.map((literal) => readSpan(type, literal, context))
  const tests = spans.map((span) => spanTest(comparison.operator, span))
  const toMs = type === 'datetime' ? (value: Value) => value as number | null : dateToMs
  const negated = comparison.operator === '!=' || comparison.operator === '<>' || comparison.operator === 'NOT IN'
  if (tests.length === 1) return (value) => tests[0]!(toMs(value))
  return negated
    ? (value) => tests.every((test) => test(toMs(value)))
    : (value) => tests.some((test) => test(toMs(value)))
}

function dateToMs(value: Value): number | null {
  return typeof value === 'string' ? parseDatetime(value) : null
}

function readSpan(type: 'datetime' | 'date', literal: Literal, context: Context): Span | null {
  if (literal.type === 'NULL') return null
  const plain = type === 'datetime' ? 'DATETIME' : 'DATE'
  if (literal.type === plain) {
    const at = readMoment(literal.text)
    if (!Number.isNaN(at)) return { start: at, end: at }
  }
  const isName = literal.type === 'DATE_LITERAL' || literal.type === 'DATE_N_LITERAL'
  const span = isName ? spanOf(literal.text, context.now) : undefined
  if (span === undefined) throw wrongType(type === 'datetime' ? 'dateTime' : 'date', false, context)
  return span
}

function spanTest(operator: string, span: Span | null): (ms: number | null) => boolean {
  if (operator === '!=' || operator === '<>' || operator === 'NOT IN') {
    const inside = spanTest('=', span)
    return (ms) => !inside(ms)
  }
  if (span === null) return operator === '=' || operator === 'IN' ? (ms) => ms === null : () => false
  const { start, end } = span
  const isMoment = start === end
  if (operator === '<') return (ms) => ms !== null && ms < start
  if (operator === '>=') return (ms) => ms !== null && ms >= start
  if (operator === '<=') return (ms) => ms !== null && (isMoment ? ms <= start : ms < end)
  if (operator === '>') return (ms) => ms !== null && (isMoment ? ms > start : ms >= end)
  return (ms) => ms !== null && (isMoment ? ms === start : ms >= start && ms < end)
}

function likeComparer(pattern: string): Comparer {
  const source = pattern.replaceAll(/\\([%_\\])|[%_]|[.*+?^${}()|[\]\\]/gs, (part: string, escaped?: string) => {
    if (escaped !== undefined) return `\\${escaped}`.replace(/\\([%_])/, '$1')
    if (part === '%') return '.*'
    return part === '_' ? '.' : `\\${part}`
  })
  const expression = new RegExp(`^${source}$`, 'isu')
  return (value) => value !== null && expression.test(String(value))
}

/** `'a;b'` asks for rows that hold both; several values for rows that hold any. */
function choiceComparer(includes: boolean, wanted: string[]): Comparer {
  const groups = wanted.map((text) => text.split(';').map(foldText))
  return (value) => {
    const chosen = new Set(typeof value === 'string' ? value.split(';').map(foldText) : [])
    return groups.some((group) => group.every((choice) => chosen.has(choice))) === includes
  }
}
