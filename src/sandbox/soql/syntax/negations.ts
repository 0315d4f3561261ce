import { complain, hideStrings } from '../complaint.js'

/**
 * Throws where NOT stands beside AND or OR without parentheses: it is taken at the beginning of a condition alone, and
 * ends it (SOQL and SOSL Reference, "Logical Operators"; both refusals are reported of the service).
 */
export function checkNegations(text: string): void {
  const bare = hideStrings(text)
  /** Whether the condition of each parenthesis around a place begins with NOT. */
  const negated = [false]
  let before = ''
  for (const { 0: token, index } of bare.matchAll(TOKEN)) {
    const word = token.toUpperCase()
    const isNegation = word === 'NOT' && !OPERATOR_NEXT.test(bare.slice(index + token.length))
    if ((isNegation && !OPENERS.has(before)) || (JOINTS.has(word) && negated.at(-1) === true)) {
      throw complain(text, index, 'unexpectedToken', token)
    }
    if (word === '(') negated.push(false)
    else if (word === ')') negated.pop()
    else if (isNegation) negated.splice(-1, 1, true)
    else if (ENDS.has(word)) negated.splice(-1, 1, false)
    before = word
  }
}

const TOKEN = /[\w.:]+|[^\s\w]/g
/** NOT IN is an operator, and NOT LIKE would be one. */
const OPERATOR_NEXT = /^\s+(?:IN|LIKE)\b/i
const OPENERS = new Set(['WHERE', 'HAVING', '('])
const JOINTS = new Set(['AND', 'OR'])
/** What comes after a condition, and may have an AND of its own. */
const ENDS = new Set(['WITH', 'GROUP', 'HAVING'])
