import { complain, hideStrings } from '../complaint.js'
import { spanOf } from '../conditions/datetime.js'

/**
 * Throws for a bare word, or `:word`, in the place of a value, and for a list without parentheses: to the service they
 * are variables of Apex code, which a statement over the API can't have (as reported of comparisons of two fields).
 */
export function checkBindVariables(text: string): void {
  const bare = hideStrings(text)
  for (const { 0: operator, index } of bare.matchAll(OPERATOR)) {
    const end = index + operator.length
    const at = end + /^\s*/.exec(text.slice(end))![0].length
    const isList = LIST_OPERATOR.test(operator)
    if (at < text.length && (isList ? text[at] !== '(' : isVariable(bare, at))) throw complain(text, at, 'bindVariable')
  }
}

const OPERATOR = /<=|>=|[<>=](?!=)|\b(?:IN|INCLUDES|EXCLUDES|LIKE)\b/gi
const LIST_OPERATOR = /^(?:IN|INCLUDES|EXCLUDES)$/i
/** A word that isn't the name of a function. */
const WORD = /[a-z_][\w.]*(?!\w*\s*\()/iy
const AMOUNT = /[a-z]{3}-?\d/iy

function isVariable(bare: string, at: number): boolean {
  if (bare[at] === ':') return true
  WORD.lastIndex = AMOUNT.lastIndex = at
  const word = WORD.exec(bare)?.[0]
  if (word === undefined || /^(?:null|true|false)$/i.test(word) || AMOUNT.test(bare)) return false
  return spanOf(word, 0) === undefined && spanOf(`${word}:1`, 0) === undefined
}
