import type { OrderByClause, parseQuery, Query } from '@jetstreamapp/soql-parser-js'
import { refuse } from '../http/api-errors.js'
import { complain, locateLast } from './complaint.js'
import { GROUPING_STAND_IN, markNegations, rewrite, type Rewritten } from './rewrite.js'
import { checkBindVariables } from './syntax/bind-variables.js'
import { checkCharacters, complainCharacter } from './syntax/lexis.js'
import { checkNegations } from './syntax/negations.js'

/** A statement's parts, with those the parser doesn't know. */
export interface Statement extends Query {
  aliases?: Rewritten['aliases']
  parents?: Rewritten['parents']
}

let parseText: typeof parseQuery | undefined

/** The parser takes as long to load as some thousand records to make, so an org starts without it. */
export async function loadParser(): Promise<void> {
  parseText ??= (await import('@jetstreamapp/soql-parser-js')).parseQuery
}

/** The statement's parts; `loadParser` comes before. Throws what Salesforce answers to a statement it can't read. */
export function readSoql(text: string): Statement {
  if (text.trim() === '') throw refuse('noQuery')
  if (text.length > MAX_SOQL_LENGTH) throw refuse('queryTooLong')
  checkCharacters(text)
  checkBindVariables(text)
  checkNegations(text)
  const { text: plain, aliases, parents, scope, groupings, userIdAt } = rewrite(text)
  const query = parse(plain, text)
  for (const clause of [query.orderBy ?? []].flat()) restoreGrouping(clause, groupings)
  if (userIdAt !== undefined && query.sObject?.toLowerCase() !== 'userprofilefeed') {
    throw complain(text, userIdAt + 'WITH '.length, 'unexpectedToken', 'UserId')
  }
  return { ...query, aliases, parents, ...(scope !== undefined && { usingScope: scope }) }
}

const MAX_SOQL_LENGTH = 100_000

function parse(plain: string, text: string): Query {
  if (parseText === undefined) throw new Error('The parser of SOQL is not loaded')
  try {
    const query = parseText(escapeSeparators(plain))
    const marked = markNegations(plain)
    return marked === undefined ? query : parseText(escapeSeparators(marked))
  } catch (error) {
    throw explainSyntax(text, (error as Error).message)
  }
}

/** GROUPING() in the place of what stood for it. */
function restoreGrouping(clause: OrderByClause, groupings: ReadonlySet<string>): void {
  if (!('fn' in clause) || clause.fn.functionName?.toUpperCase() !== GROUPING_STAND_IN) return
  const [path] = clause.fn.parameters ?? []
  if (typeof path === 'string' && groupings.has(path.toLowerCase())) clause.fn.functionName = 'GROUPING'
}

/** The parser ends a line, and so a string, at U+2028 and U+2029; to the service they are characters like any other. */
function escapeSeparators(text: string): string {
  return text.replaceAll('\u2028', String.raw`\u2028`).replaceAll('\u2029', String.raw`\u2029`)
}

/** The parser names what it found; Salesforce puts a caret under it. */
function explainSyntax(text: string, message: string) {
  const character = /unexpected character: ->.*?<- at offset: (\d+)/s.exec(message)
  if (character) return complainCharacter(text, Number(character[1]))
  const found = /but found(?: -->|:) '?(.*?)'?(?: <--)?$/s.exec(message)?.[1] ?? ''
  return complain(text, locateLast(text, found), 'unexpectedToken', found === '' ? '<EOF>' : found)
}
