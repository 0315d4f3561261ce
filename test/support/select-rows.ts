import { parseQuery, type WhereClause } from '@jetstreamapp/soql-parser-js'
import type { Row } from '../../src/terms.js'

/**
 * The rows a statement selects, in its order: an evaluation of what the parser reads, apart from the embedded org's.
 * Knows the comparisons windows are made of. Throws where AND is beside OR without parentheses, as Salesforce
 * refuses it.
 */
export function selectRows(statement: string, rows: Row[]): Row[] {
  const { where, orderBy, limit = Infinity } = parseQuery(statement)
  const keys = [orderBy ?? []].flat().map((key) => ('field' in key ? key.field : ''))
  const matching = where === undefined ? rows : rows.filter((row) => isMatch(where, row))
  return matching.toSorted((a, b) => compareBy(keys, a, b)).slice(0, limit)
}

function compareBy(keys: string[], a: Row, b: Row): number {
  for (const key of keys) {
    const [one, other] = [String(a[key]), String(b[key])]
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}

type Token = '(' | ')' | 'AND' | 'OR' | boolean

function isMatch(where: WhereClause, row: Row): boolean {
  const tokens = [...tokensOf(where, row)]
  const value = expression(tokens)
  if (tokens.length > 0) throw new Error(`left over: ${tokens.join(' ')}`)
  return value
}

function expression(tokens: Token[]): boolean {
  const values = [term(tokens)]
  const joints = new Set<Token>()
  while (tokens[0] === 'AND' || tokens[0] === 'OR') {
    joints.add(tokens.shift()!)
    values.push(term(tokens))
  }
  if (joints.size > 1) throw new Error('AND beside OR without parentheses')
  return joints.has('OR') ? values.some(Boolean) : values.every(Boolean)
}

function term(tokens: Token[]): boolean {
  const token = tokens.shift()
  if (typeof token === 'boolean') return token
  if (token !== '(') throw new Error(`unexpected ${token}`)
  const value = expression(tokens)
  if (tokens.shift() !== ')') throw new Error('a parenthesis is not closed')
  return value
}

/** The parser hands a WHERE over as a chain of comparisons with counted parentheses. */
function* tokensOf(where: WhereClause, row: Row): Generator<Token> {
  for (let link: WhereClause | undefined = where; link !== undefined; link = 'right' in link ? link.right : undefined) {
    const part = link.left as unknown as Comparison
    yield* Array.from({ length: part.openParen ?? 0 }, () => '(' as const)
    yield compare(part, row)
    yield* Array.from({ length: part.closeParen ?? 0 }, () => ')' as const)
    if ('right' in link) yield link.operator as 'AND' | 'OR'
  }
}

interface Comparison {
  field: string
  operator: string
  value: string | string[]
  openParen?: number
  closeParen?: number
}

function compare({ field, operator, value }: Comparison, row: Row): boolean {
  const is = String(row[field])
  if (Array.isArray(value)) return value.map(bare).includes(is)
  const than = bare(value)
  if (operator === '=') return is === than
  if (operator === '>') return is > than
  if (operator === '>=') return is >= than
  if (operator === '<') return is < than
  if (operator === '<=') return is <= than
  throw new Error(`unknown operator ${operator}`)
}

function bare(value: string): string {
  return value.replaceAll("'", '')
}
