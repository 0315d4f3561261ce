import { refuse } from '../../http/api-errors.js'

/** Whether the words of a record are what a term looks for. */
export type WordTest = (words: string[]) => boolean

/**
 * A search term as a test: words all have to be there, `"of a phrase"` in their order; AND, OR, AND NOT, parentheses,
 * `*` for any letters and `?` for one. Throws MALFORMED_SEARCH for a term of one character.
 */
export function readTerm(term: string): WordTest {
  const tokens = term.match(/"(?:[^"\\]|\\.)*"|[()]|(?:\\.|[^\s()"])+/g) ?? []
  if (term.replaceAll(/[^\p{L}\p{N}]/gu, '').length < 2) throw refuse('shortSearch', term)
  const reader = { tokens, at: 0 }
  return readOr(reader)
}

/** A text as its words, in small letters. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

interface Reader {
  tokens: string[]
  at: number
}

function readOr(reader: Reader): WordTest {
  const tests = [readAnd(reader)]
  while (isNext(reader, 'OR')) tests.push(readAnd(reader))
  return tests.length === 1 ? tests[0]! : (words) => tests.some((test) => test(words))
}

/** Words beside each other are as with AND between them. */
function readAnd(reader: Reader): WordTest {
  const tests = [readOne(reader)]
  for (;;) {
    const next = reader.tokens[reader.at]
    if (next === undefined || next === ')' || next.toUpperCase() === 'OR') break
    const isAnd = isNext(reader, 'AND')
    const isNot = isAnd && isNext(reader, 'NOT')
    const test = readOne(reader)
    tests.push(isNot ? (words) => !test(words) : test)
  }
  return tests.length === 1 ? tests[0]! : (words) => tests.every((test) => test(words))
}

function readOne(reader: Reader): WordTest {
  const token = reader.tokens[reader.at++] ?? ''
  if (token !== '(') return phraseTest(token)
  const inner = readOr(reader)
  isNext(reader, ')')
  return inner
}

function isNext(reader: Reader, word: string): boolean {
  if (reader.tokens[reader.at]?.toUpperCase() !== word) return false
  reader.at++
  return true
}

/** A word with signs in it is several words in their order: an address, say. */
function phraseTest(token: string): WordTest {
  const parts = token.toLowerCase().match(/[\p{L}\p{N}*?]+/gu) ?? []
  const patterns = parts.map((part) => new RegExp(`^${part.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'u'))
  if (patterns.length === 0) return () => false
  return (words) =>
    words.some((_, start) => patterns.every((pattern, index) => pattern.test(words[start + index] ?? '')))
}
