import { parseQuery, type Query } from '@jetstreamapp/soql-parser-js'
import { refuse } from '../http/api-errors.js'
import { complain, locateLast } from './complaint.js'

/** The statement's parts. Throws what Salesforce answers to a statement it can't read. */
export function readSoql(text: string): Query {
  if (text.trim() === '') throw refuse('noQuery')
  if (text.length > MAX_SOQL_LENGTH) throw refuse('queryTooLong')
  try {
    return parseQuery(escapeSeparators(text))
  } catch (error) {
    throw explainSyntax(text, (error as Error).message)
  }
}

const MAX_SOQL_LENGTH = 100_000

/** The parser ends a line, and so a string, at U+2028 and U+2029; to the service they are characters like any other. */
function escapeSeparators(text: string): string {
  return text.replaceAll('\u2028', String.raw`\u2028`).replaceAll('\u2029', String.raw`\u2029`)
}

/** The parser names what it found; Salesforce puts a caret under it. */
function explainSyntax(text: string, message: string) {
  const character = /unexpected character: ->(.*?)<- at offset: (\d+)/s.exec(message)
  if (character) {
    const offset = Number(character[2])
    if (character[1] === "'") return complain(text, offset, 'openString')
    return complain(text, offset, 'badCharacter', character[1])
  }
  const found = /but found(?: -->|:) '?(.*?)'?(?: <--)?$/s.exec(message)?.[1] ?? ''
  return complain(text, locateLast(text, found), 'unexpectedToken', found === '' ? '<EOF>' : found)
}
