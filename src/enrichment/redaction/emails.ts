import { replaceSpans } from './spans.js'

/** Replaces e-mail addresses. From each `@` it looks as far as an address may be long: 64 characters back, 253 on. */
export function replaceEmails(text: string, replacement: string): string {
  const spans: [number, number][] = []
  let from = 0
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const start = startOf(text, at, from)
    const end = endOf(text, at)
    if (start === at || end === undefined) continue
    spans.push([start, end])
    from = end
  }
  return replaceSpans(text, spans, replacement)
}

const localPart = /[\p{L}\p{M}\p{N}.!#$%&'*+/=?^_`{|}~-]/u
const longestLocal = 64

function startOf(text: string, at: number, from: number): number {
  let start = at
  while (start > Math.max(from, at - longestLocal) && isIn(text, start - 1, localPart)) start -= 1
  while (text[start] === '.' && start < at) start += 1
  return start
}

/** A name with a dot and at least two letters after the last one. */
const domain = /^[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)*\.(?:xn--[a-z\d-]+|[\p{L}\p{M}]{2,})/iu
const longestDomain = 253

function endOf(text: string, at: number): number | undefined {
  const found = domain.exec(text.slice(at + 1, at + 1 + longestDomain))
  return found === null ? undefined : at + 1 + found[0].length
}

/** A letter outside of the first plane is there as two halves, which are no letters by themselves. */
function isIn(text: string, at: number, characters: RegExp): boolean {
  const code = text.charCodeAt(at)
  return (code >= 0xd800 && code <= 0xdfff) || characters.test(text[at]!)
}
