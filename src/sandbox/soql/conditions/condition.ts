import type {
  Condition as ParsedCondition,
  FunctionExp,
  LiteralType,
  Query,
  ValueQueryCondition,
  WhereClause,
} from '@jetstreamapp/soql-parser-js'
import { complain, hideStrings, locateFilter, locateOperator } from '../complaint.js'
import { nameOf, pathOf } from '../functions/calls.js'
import { NEGATION } from '../rewrite.js'

/** A value as written: strings without their quotes and escapes. */
export interface Literal {
  type: LiteralType
  text: string
}

export type Condition =
  | { kind: 'and'; parts: Condition[] }
  | { kind: 'or'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'compare'; field: string; fn?: FunctionCall; operator: string; literals: Literal[] }
  | { kind: 'semiJoin'; field: string; negated: boolean; inner: Query }

interface FunctionCall {
  name: string
  call: FunctionExp
}

/**
 * The parser hands a WHERE or HAVING over as a chain with counted parentheses; this is its tree. AND next to OR without
 * parentheses is refused as Salesforce does.
 */
export function buildCondition(clause: WhereClause, text: string): Condition {
  const tokens = flatten(clause, text)
  let at = 0
  let operators = 0
  const expression = (): Condition => {
    const parts = [term()]
    let joint: 'and' | 'or' | undefined
    for (let next = tokens[at]; next === 'and' || next === 'or'; next = tokens[at]) {
      if (joint !== undefined && joint !== next) {
        throw complain(text, locateOperator(text, operators), 'unexpectedToken', next.toUpperCase())
      }
      joint = next
      at++
      operators++
      parts.push(term())
    }
    return joint === undefined ? parts[0]! : { kind: joint, parts }
  }
  const term = (): Condition => {
    const token = tokens[at++]
    if (token === 'not') return { kind: 'not', part: term() }
    if (token === '(') {
      const inside = expression()
      at++
      return inside
    }
    return token as Condition
  }
  return expression()
}

/** The conditions that all must hold: a whole AND, or the condition alone. */
export function conjuncts(condition: Condition | undefined): Condition[] {
  if (condition === undefined) return []
  return condition.kind === 'and' ? condition.parts.flatMap(conjuncts) : [condition]
}

type Token = '(' | ')' | 'and' | 'or' | 'not' | Condition

function flatten(clause: WhereClause, text: string): Token[] {
  const tokens: Token[] = []
  for (let link: WhereClause | undefined = clause; link !== undefined;) {
    const left = link.left as ParsedCondition | ValueQueryCondition | null
    const parens = (left ?? {}) as { openParen?: number; closeParen?: number }
    for (let n = 0; n < (parens.openParen ?? 0); n++) tokens.push('(')
    const isNegation = left !== null && 'field' in left && left.field === NEGATION
    if (isNegation) tokens.push('not')
    else if (left !== null && 'operator' in left) tokens.push(buildComparison(left, text))
    for (let n = 0; n < (parens.closeParen ?? 0); n++) tokens.push(')')
    if (!('right' in link)) break
    if (!isNegation) tokens.push(link.operator.toLowerCase() as 'and' | 'or' | 'not')
    link = link.right
  }
  return tokens
}

type ParsedComparison = Exclude<ParsedCondition, { openParen: number }> | ValueQueryCondition

function buildComparison(part: ParsedComparison, text: string): Condition {
  const operator = part.operator.toUpperCase().replaceAll(/\s+/g, ' ')
  if ('valueQuery' in part) {
    if (operator !== 'IN' && operator !== 'NOT IN') throw refuseAfter(text, part, '(')
    return { kind: 'semiJoin', field: part.field, negated: operator === 'NOT IN', inner: part.valueQuery }
  }
  const types = part.literalType as LiteralType | LiteralType[] | undefined
  const values = Array.isArray(part.value) ? part.value : [part.value]
  if (values.length > 1 && SINGLE.test(operator)) throw refuseAfter(text, part, ',')
  const literals = values.map((value, index) =>
    buildLiteral(String(value), (Array.isArray(types) ? types[index] : types) ?? 'STRING'),
  )
  if ('fn' in part) {
    return { kind: 'compare', field: pathOf(part.fn), fn: { name: nameOf(part.fn), call: part.fn }, operator, literals }
  }
  return { kind: 'compare', field: part.field, operator, literals }
}

/** These compare with one value alone. */
const SINGLE = /^[<>!=]+$/

/** At the first `token` after the field. */
function refuseAfter(text: string, part: ParsedComparison, token: string) {
  const from = locateFilter(text, 'fn' in part ? pathOf(part.fn) : part.field)
  return complain(text, hideStrings(text).indexOf(token, from), 'unexpectedToken', token)
}

function buildLiteral(value: string, type: LiteralType): Literal {
  return type === 'STRING' ? { type, text: unescapeString(value.replaceAll(/^'|'$/g, '')) } : { type, text: value }
}

/** `\%` and `\_` keep their backslash: only LIKE knows what to do with it. */
function unescapeString(text: string): string {
  return text.replaceAll(/\\(u[0-9a-fA-F]{4}|.)/gs, (whole, code: string) => {
    if (code === '%' || code === '_') return whole
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    return ESCAPES[code.toLowerCase()] ?? code
  })
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }
