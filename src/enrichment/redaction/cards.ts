import { replaceSpans } from './spans.js'

/** Replaces numbers of payment cards: 13 to 19 digits, with blanks or hyphens between, that pass the Luhn check. */
export function replaceCards(text: string, replacement: string): string {
  if (text.length < fewestDigits) return text
  const spans: [number, number][] = []
  for (const { index, 0: run } of text.matchAll(digitRun)) {
    let from = 0
    for (let found = findCard(run, from); found !== undefined; found = findCard(run, from)) {
      spans.push([index + found[0], index + found[1]])
      from = found[1]
    }
  }
  return replaceSpans(text, spans, replacement)
}

const fewestDigits = 13
const mostDigits = 19
/**
 * A run begins and ends with a whole word: an Id with digits in it is none. What stands before is looked at only where
 * there is a digit.
 */
const digitRun = /\d(?<![\w.]\d)(?:[ -]?\d){12,}(?!\w)/g

/** The first card from a place on in a run of digit groups: it begins and ends where a group does. */
function findCard(run: string, from: number): [start: number, end: number] | undefined {
  if (run.length - from < fewestDigits) return undefined
  for (let start = from; start < run.length; start += 1) {
    if (isDigit(run, start) && !isDigit(run, start - 1)) {
      const end = cardEnd(run, start)
      if (end !== undefined) return [start, end]
    }
  }
  return undefined
}

/** The longest card that begins at a place. */
function cardEnd(run: string, start: number): number | undefined {
  let digits = ''
  let end: number | undefined
  for (let at = start; at < run.length && digits.length < mostDigits; at += 1) {
    if (!isDigit(run, at)) continue
    digits += run[at]
    if (digits.length >= fewestDigits && !isDigit(run, at + 1) && passesLuhn(digits)) end = at + 1
  }
  return end
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}

/** ISO/IEC 7812-1, annex B. Zeros alone pass it and are no card. */
function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48
    const doubled = at % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum > 0 && sum % 10 === 0
}
