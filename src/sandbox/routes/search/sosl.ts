import { refuse, type ApiError } from '../../http/api-errors.js'

/** A search as it is asked for. */
export interface Search {
  /** What stands between the braces. */
  term: string
  scope: SearchScope
  /** Empty where every searchable sObject is meant. */
  returning: Returning[]
  /** Rows in all. */
  limit: number
}

export type SearchScope = 'ALL' | 'NAME' | 'EMAIL' | 'PHONE' | 'SIDEBAR'

export interface Returning {
  object: string
  /** Empty for the Id alone. */
  fields: string[]
  /** WHERE, ORDER BY, LIMIT and OFFSET as they stand. */
  rest: string
}

/** Most rows of a search (SOSL Reference, "LIMIT n"). */
export const MOST_FOUND = 2000

/** Reads a SOSL statement. Throws MALFORMED_SEARCH. */
export function readSosl(text: string): Search {
  const start = /^\s*FIND\b\s*/i.exec(text)
  if (start === null) throw complain(text, 0, `unexpected token: ${/\S*/.exec(text.trimStart())?.[0] ?? ''}`)
  if (text[start[0].length] !== '{') throw refuse('noSearch')
  const { term, end } = readTerm(text, start[0].length + 1)
  const clauses = text.slice(end)
  const scope = /^\s*IN\s+(ALL|NAME|EMAIL|PHONE|SIDEBAR)\s+FIELDS\b/i.exec(clauses)
  let rest = clauses.slice(scope?.[0].length ?? 0)
  const returning: Returning[] = []
  const keyword = /^\s*RETURNING\b/i.exec(rest)
  if (keyword !== null) {
    rest = rest.slice(keyword[0].length)
    do {
      const one = readReturning(text, rest)
      returning.push(one.returning)
      rest = one.rest
    } while (/^\s*,/.test(rest) && (rest = rest.replace(/^\s*,/, '')))
  }
  const limit = /^\s*(?:WITH\b.*?)?(?:\bLIMIT\s+(\d+))?(?:\s*UPDATE\b.*)?\s*$/is.exec(rest)
  if (limit === null) throw complain(text, text.length - rest.trimStart().length, `unexpected token: ${rest.trim()}`)
  return {
    term,
    scope: (scope?.[1]?.toUpperCase() as SearchScope | undefined) ?? 'ALL',
    returning,
    limit: Math.min(Number(limit[1] ?? MOST_FOUND), MOST_FOUND),
  }
}

/** The text up to the closing brace; characters with a meaning of their own are escaped by a backslash. */
function readTerm(text: string, start: number): { term: string; end: number } {
  for (let at = start; at < text.length; at++) {
    const character = text[at]!
    if (character === '\\') at++
    else if (character === '}') return { term: text.slice(start, at), end: at + 1 }
    else if (/[|{[\]^~]/.test(character)) throw mismatch(text, at, character)
  }
  throw mismatch(text, text.length, '<EOF>')
}

function mismatch(text: string, at: number, character: string): ApiError {
  const row = text.slice(0, at).split('\n').length
  return complain(text, at, `line ${row}:${at} mismatched character '${character}' expecting '}'`)
}

/** The caret stands before the character that is wrong, unlike in SOQL. */
function complain(text: string, at: number, message: string): ApiError {
  const block = `\n${text}\n${' '.repeat(Math.max(0, at - 1))}^\nERROR at Row:1:Column:${at}\n${message}`
  return refuse('badSearch', block)
}

function readReturning(text: string, rest: string): { returning: Returning; rest: string } {
  const name = /^\s*(\w+)\s*/.exec(rest)
  if (name === null) throw complain(text, text.length - rest.length, 'unexpected token: <EOF>')
  const after = rest.slice(name[0].length)
  if (!after.startsWith('(')) return { returning: { object: name[1]!, fields: [], rest: '' }, rest: after }
  const end = closingAt(after)
  if (end < 0) throw complain(text, text.length, "mismatched character '<EOF>' expecting ')'")
  const inside = after.slice(1, end)
  const clause = inside.search(/\b(?:WHERE|USING|ORDER\s+BY|LIMIT|OFFSET)\b/i)
  const fields = (clause < 0 ? inside : inside.slice(0, clause)).split(',').map((field) => field.trim())
  return {
    returning: { object: name[1]!, fields: fields.filter(Boolean), rest: clause < 0 ? '' : inside.slice(clause) },
    rest: after.slice(end + 1),
  }
}

/** Where the parenthesis at the beginning closes; -1 for nowhere. */
function closingAt(text: string): number {
  let depth = 0
  let isString = false
  for (let at = 0; at < text.length; at++) {
    if (isString && text[at] === '\\') at++
    else if (text[at] === "'") isString = !isString
    else if (!isString && text[at] === '(') depth++
    else if (!isString && text[at] === ')' && --depth === 0) return at
  }
  return -1
}
