import { complain, hideStrings } from './complaint.js'

/** A statement as the parser takes it, at the same length so that places in it stay, and what was taken out of it. */
export interface Rewritten {
  text: string
  /** The paths of `FROM Case k, k.Contact c` by alias: `c` is `k.Contact`. */
  aliases: Map<string, string>
  /** Those of the outer statement, with an alias or not. */
  parents: string[]
  /** The name after USING SCOPE. */
  scope: string | undefined
  /** The paths of GROUPING() with a direction, which read `DAY_ONLY()` in the text: that takes one. */
  groupings: ReadonlySet<string>
  /** Where WITH UserId = '…' stood. */
  userIdAt: number | undefined
}

/** Takes out of a statement what SOQL has and the parser doesn't know. */
export function rewrite(statement: string): Rewritten {
  const aliases = new Map<string, string>()
  const parents: string[] = []
  let text = mendOperators(statement)
  let scope: string | undefined
  let userIdAt: number | undefined
  text = blankAll(text, ALIAS_LIST, (match, at) => {
    for (const [, path = '', alias] of match.matchAll(ALIASED)) {
      if (!isNested(text, at)) parents.push(path)
      if (alias !== undefined) aliases.set(alias.toLowerCase(), path)
    }
  })
  text = blankAll(text, USING_SCOPE, (match, at) => {
    if (isNested(text, at)) throw complain(statement, at, 'unexpectedToken', 'USING')
    scope = /\w+$/.exec(match)?.[0]
  })
  text = blankAll(text, WITH_USER_ID, (_match, at) => {
    userIdAt = at
  })
  const groupings = new Set<string>()
  for (const { 1: path = '', index } of hideStrings(text).matchAll(DIRECTED_GROUPING)) {
    groupings.add(path.toLowerCase())
    text = text.slice(0, index) + GROUPING_STAND_IN + text.slice(index + GROUPING_STAND_IN.length)
  }
  for (const list of LISTS) text = blankAll(text, list, () => {})
  return { text, aliases, parents, scope, groupings, userIdAt }
}

/**
 * The parser loses every NOT but the first and the last of three inside each other. As comparisons none gets lost: the
 * conditions turn them back (`NEGATION`). The text gets longer.
 */
export function markNegations(text: string): string | undefined {
  const found = [...hideStrings(text).matchAll(NOT)]
  if (found.length < 2) return undefined
  let marked = ''
  let from = 0
  for (const { index } of found) {
    marked += `${text.slice(from, index)}${NEGATION} = 1 AND`
    from = index + 3
  }
  return marked + text.slice(from)
}

/** The field of the comparison that stands for NOT. */
export const NEGATION = 'Negation__not'

const NOT = /\bNOT\b(?!\s+IN\b)/gi
/** An object or a path to one, and the word that may follow as its alias. */
const PATH = String.raw`[\w.]+`
const ALIAS = String.raw`(?!(?:FOR|GROUP|LIMIT|OFFSET|ORDER|UPDATE|USING|WHERE|WITH)\b)\w+`
const NAMED = String.raw`${PATH}(?:\s+${ALIAS})?`
/** What is blanked is the second group; the first makes the pattern begin at a word, so that long texts cost little. */
const ALIAS_LIST = new RegExp(String.raw`(\bFROM\s+${NAMED})((?:\s*,\s*${NAMED})+)`, 'gi')
const ALIASED = new RegExp(String.raw`(${PATH})(?:\s+(${ALIAS}))?`, 'gi')
const USING_SCOPE = /(\bFROM\s+[\w.]+(?:\s+(?!USING\b)\w+)?\s+)(USING\s+SCOPE\s+\w+)/gi
/** The string, which is hidden here, goes with it. */
const WITH_USER_ID = /()(\bWITH\s+UserId\s*=\s+)/gi
const DIRECTED_GROUPING = /\bGROUPING\s*\(\s*([\w.]+)\s*\)\s+(?:ASC|DESC|NULLS)\b/gi
/** As long as the word it stands for. */
export const GROUPING_STAND_IN = 'DAY_ONLY'
const LISTS = [
  /(\bFOR\s+(?:VIEW|REFERENCE|UPDATE))((?:\s*,\s*(?:VIEW|REFERENCE|UPDATE))+)/gi,
  /(\bUPDATE\s+(?:TRACKING|VIEWSTAT))((?:\s*,\s*(?:TRACKING|VIEWSTAT))+)/gi,
]

function blankAll(text: string, pattern: RegExp, take: (match: string, at: number) => void): string {
  let blanked = text
  for (const { 1: before = '', 2: match = '', index } of hideStrings(text).matchAll(pattern)) {
    const at = index + before.length
    take(match, at)
    blanked = blanked.slice(0, at) + ' '.repeat(match.length) + blanked.slice(at + match.length)
  }
  return blanked
}

/** Whether a place is within parentheses: in a child list or a semi-join. */
function isNested(text: string, at: number): boolean {
  const before = hideStrings(text).slice(0, at)
  return before.split('(').length > before.split(')').length
}

/** `< =` is `<=`. */
function mendOperators(text: string): string {
  let mended = text
  for (const { 0: match, index } of hideStrings(text).matchAll(/[<>!]\s+=/g)) {
    const operator = ' '.repeat(match.length - 2) + match[0] + '='
    mended = mended.slice(0, index) + operator + mended.slice(index + match.length)
  }
  return mended
}
