/** What an error's text names. The rest of it is in the language of the run-as user. */
export interface NamedInText {
  /** Names in quotes, each once, in their order. */
  quoted: string[]
  /** Where in the statement the org saw the cause. */
  place?: { row: number; column: number }
  /** What stands behind the place; the whole text where there is none. */
  rest: string
}

/** Reads `'X'`, `“X”`, `„X“`, `「X」`, `« X »` and their like, and a place such as `ERROR at Row:1:Column:12`. */
export function readNames(text: string): NamedInText {
  const [, row, column, rest = text] = place.exec(text) ?? []
  const names = [...rest.matchAll(quotedName)].map((match) => match.slice(1).find((name) => name !== undefined)!)
  return {
    quoted: [...new Set(names.filter((name) => !isSuffix.test(name)))],
    place: row === undefined ? undefined : { row: Number(row), column: Number(column) },
    rest,
  }
}

/** The statement is copied before the place, and the text stands behind it, on a line of its own. */
const place = /\p{L}+:(\d{1,6}):\p{L}+:(\d{1,6})\s([\s\S]+)$/u

const quotedName = /['‘’‚]([\w.]+)['‘’]|["“”„]([\w.]+)["“”]|[«»‹›]\s?([\w.]+)\s?[«»‹›]|「([\w.]+)」|『([\w.]+)』/gu

/** The advice that a custom field's name ends in '__c'. */
const isSuffix = /^__\w+$/
