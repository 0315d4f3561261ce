/** What a result of a statement shows in a column. */
export interface QueryColumn {
  /** As the user wrote it, or the alias: `Owner.Name`, `amount`, `Contacts`. */
  title: string
  /** `rows` for a child list, which has many values in one place. */
  kind: 'field' | 'rows'
}

/** The columns of a statement; `isOpen` where the org decides on more of them, as for `FIELDS(ALL)`. */
export interface Selection {
  columns: QueryColumn[]
  isOpen: boolean
}

/**
 * Reads the select list of a SOQL statement: fields, parent paths, functions with and without an alias, child lists and
 * TYPEOF. It is no check: what isn't SOQL gives columns of some kind, and the org refuses it anyway.
 */
export function parseSelection(soql: string): Selection {
  const items = splitItems(selectList(soql))
  const columns: QueryColumn[] = []
  let unnamed = 0
  for (const item of items.filter((each) => !isFields(each))) {
    const name = nameOf(item)
    columns.push({ title: name ?? `expr${unnamed++}`, kind: item.startsWith('(') ? 'rows' : 'field' })
  }
  return { columns, isOpen: columns.length < items.length || items.length === 0 }
}

/** What stands between SELECT and the FROM of the statement itself. */
function selectList(soql: string): string {
  const start = /^\s*select\b/i.exec(soql)?.[0].length
  if (start === undefined) return ''
  const end = wordsAtTop(soql).find(({ word, at }) => at >= start && word.toLowerCase() === 'from')?.at
  return soql.slice(start, end)
}

/** The list cut at its commas, but for those in parentheses, in quotes and in a TYPEOF. */
function splitItems(list: string): string[] {
  const items: string[] = []
  let start = 0
  let isTypeOf = false
  for (const { word, at } of wordsAtTop(list)) {
    if (/^typeof$/i.test(word)) isTypeOf = true
    if (/^end$/i.test(word)) isTypeOf = false
    if (word !== ',' || isTypeOf) continue
    items.push(list.slice(start, at))
    start = at + 1
  }
  return [...items, list.slice(start)].map((item) => item.trim()).filter((item) => item !== '')
}

/** Words and commas outside of parentheses and quotes, each with its place. */
function wordsAtTop(text: string): { word: string; at: number }[] {
  const found: { word: string; at: number }[] = []
  let depth = 0
  for (const { 0: token, index } of text.matchAll(/'(?:[^'\\]|\\.)*'?|[(),]|[\w.]+/g)) {
    if (token === '(') depth += 1
    else if (token === ')') depth -= 1
    else if (depth === 0 && !token.startsWith("'")) found.push({ word: token, at: index })
  }
  return found
}

/** The key under which the org answers it; undefined where the org makes one up (`expr0`). */
function nameOf(item: string): string | undefined {
  if (item.startsWith('(')) return wordsAtTop(item.slice(1)).find(isAfterFrom)?.word
  const [first = '', second] = wordsAtTop(item).map(({ word }) => word)
  if (/^typeof$/i.test(first)) return second
  if (/^count\s*\(\s*\)$/i.test(item)) return 'totalSize'
  const [, called, inner = ''] = /^(\w+)\s*\(([\s\S]*)\)\s*$/.exec(item) ?? []
  if (called === undefined) return second ?? first
  return keepsName.test(called) ? nameOf(inner.trim()) : undefined
}

function isAfterFrom(_: unknown, index: number, words: { word: string }[]): boolean {
  return /^from$/i.test(words[index - 1]?.word ?? '')
}

/** Functions whose result comes under the name of their field (SOQL and SOSL Reference, "toLabel()", "FORMAT()"). */
const keepsName = /^(?:tolabel|format|convertcurrency|converttimezone)$/i

function isFields(item: string): boolean {
  return /^fields\s*\(/i.test(item)
}
