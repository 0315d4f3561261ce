/** Long texts in passages. */

export interface PassageOptions {
  /** The most characters of a passage: code points. */
  size: number
  /** The most characters that a passage shares with the one before; at most half of `size`. */
  overlap: number
}

/**
 * A text in passages that leave nothing of it out but blanks between them; one that is short enough, in one. Each ends
 * with a paragraph, a line or a sentence if one ends in its second half, else between words, and only where there is no
 * blank within a word.
 */
export function splitText(text: string, { size, overlap }: PassageOptions): string[] {
  const passages: string[] = []
  let start = skipBlanks(text, 0)
  while (start < text.length) {
    const limit = moveBy(text, start, size)
    const end = limit >= text.length ? text.length : findEnd(text, moveBy(text, start, Math.ceil(size / 2)), limit)
    passages.push(text.slice(start, end).trimEnd())
    if (skipBlanks(text, end) >= text.length) break
    start = skipBlanks(text, overlap === 0 ? end : findStart(text, moveBack(text, end, overlap), end))
  }
  return passages
}

const paragraph = /\n[^\S\n]*\n\s*/g
const line = /\n\s*/g
const sentence = /[.!?…][)"'’”\]]*\s+|[。！？]/g
const word = /\s+/g

/** Where a passage ends that may end from `from` to `limit`. */
function findEnd(text: string, from: number, limit: number): number {
  const part = text.slice(from, limit)
  for (const border of [paragraph, line, sentence, word]) {
    const last = [...part.matchAll(border)].at(-1)
    if (last !== undefined) return from + last.index + last[0].length
  }
  return limit
}

/** Where the next passage begins: with a sentence, if one begins from there on, or a word; else nothing is shared. */
function findStart(text: string, from: number, end: number): number {
  // A border may begin before.
  const begun = Math.max(0, from - 2)
  const part = text.slice(begun, end)
  for (const border of [paragraph, line, sentence, word]) {
    for (const { index, 0: found } of part.matchAll(border)) {
      const start = begun + index + found.length
      if (start >= from && start < end) return start
    }
  }
  return end
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/.test(text[at]!)) at += 1
  return at
}

/** So many characters on; none is cut in two. */
function moveBy(text: string, from: number, count: number): number {
  let at = from
  for (let left = count; left > 0 && at < text.length; left -= 1) at += text.codePointAt(at)! > 0xffff ? 2 : 1
  return at
}

/** So many characters back. */
function moveBack(text: string, from: number, count: number): number {
  let at = from
  for (let left = count; left > 0 && at > 0; left -= 1) {
    at -= 1
    if (at > 0 && isLowHalf(text, at) && text.codePointAt(at - 1)! > 0xffff) at -= 1
  }
  return at
}

function isLowHalf(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff
}
