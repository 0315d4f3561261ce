/** A statement's outer selection, as far as the columns of its result are to be named. */
export interface Selection {
  /** The sObject of the outer FROM; undefined where there is none. */
  sobject?: string
  items: SelectItem[]
}

/** One thing that is selected. */
export interface SelectItem {
  /**
   * The path its value has in a row: `Owner.Name`, an alias, the name of a child list, `expr0`. Absent for FIELDS(),
   * which only the rows can tell.
   */
  path?: string
}

/**
 * Reads what a statement selects. A statement that isn't SOQL gives what can be made of it: the org is the judge.
 * Names of aggregates without an alias: SOQL and SOSL Reference, "Using Aliases with GROUP BY".
 */
export function readSelection(soql: string): Selection {
  const tokens = soql.match(token) ?? []
  const [, ...rest] = tokens
  const parts = splitOuter(rest)
  const [sobject, alias] = parts.from
  const prefixes = [sobject, alias].filter((word) => word !== undefined).map((word) => word.toLowerCase())
  let unnamed = 0
  const items = parts.selected.map((words) => ({
    path: readItem(words, () => `expr${unnamed++}`, prefixes),
  }))
  return { sobject, items }
}

/** A text, a bracket, a comma, or whatever stands between them and blanks. */
const token = /'(?:\\.|[^'\\])*'|[(),]|[^\s'(),]+/g

/** The words of each selected thing, and the two after FROM. TYPEOF … END has commas of its own. */
function splitOuter(tokens: string[]): { selected: string[][]; from: string[] } {
  const selected: string[][] = [[]]
  let depth = 0
  for (const [index, word] of tokens.entries()) {
    if (depth === 0 && isWord(word, 'from')) return { selected, from: tokens.slice(index + 1, index + 3) }
    if (word === '(' || isWord(word, 'typeof')) depth += 1
    if (word === ')' || isWord(word, 'end')) depth -= 1
    if (word === ',' && depth === 0) selected.push([])
    else selected.at(-1)!.push(word)
  }
  return { selected, from: [] }
}

function readItem(words: string[], nameUnnamed: () => string, prefixes: string[]): string | undefined {
  const [first = '', second, third] = words
  if (first === '(') return lastSegment(splitOuter(words.slice(2)).from[0] ?? '')
  if (isWord(first, 'typeof')) return second
  if (second !== '(') return second ?? withoutPrefix(first, prefixes)
  if (isWord(first, 'fields')) return undefined
  if (isWord(first, 'count') && third === ')' && words.length === 3) return 'totalSize'
  const last = words.at(-1)!
  if (last !== ')') return last
  return keepsName.test(first) && words[3] === ')' ? withoutPrefix(third!, prefixes) : nameUnnamed()
}

/** Functions whose value goes by the name of the field. */
const keepsName = /^(?:toLabel|format|convertCurrency)$/i

function isWord(word: string, wanted: string): boolean {
  return word.toLowerCase() === wanted
}

/** `a.Owner.Name` FROM Account a: the object's own name or alias is no part of the path. */
function withoutPrefix(path: string, prefixes: string[]): string {
  const [first = '', ...rest] = path.split('.')
  return rest.length > 0 && prefixes.includes(first.toLowerCase()) ? rest.join('.') : path
}

function lastSegment(path: string): string {
  return path.split('.').at(-1)!
}
