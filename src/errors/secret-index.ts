import { charactersOf, isEscape, readSpellings } from './spellings.js'

/** Secrets, found in a text in one pass however many they are. */
export interface SecretIndex {
  /** Nothing happens for one that is known already. */
  add(secret: string): void
  /** Where the text has secrets, in order: what overlaps is one span. */
  spansIn(text: string): [start: number, end: number][]
}

/**
 * A tree of characters with the secrets as its leaves. A branch is made only where two secrets part: session ids of one
 * org have 18 characters in common and nothing after that.
 */
export function openSecretIndex(): SecretIndex {
  const root: Branch = { next: new Map() }
  return {
    add: (secret) => plant(root, charactersOf(secret), secret.length < shortSecret),
    spansIn(text) {
      const spans: [number, number][] = []
      for (let at = 0; at < text.length; at++) {
        if (!mayBegin(root, text, at)) continue
        const end = findEnd(root, text, at, at)
        const last = spans.at(-1)
        if (end === undefined) continue
        if (last !== undefined && at < last[1]) last[1] = Math.max(last[1], end)
        else spans.push([at, end])
      }
      return spans
    },
  }
}

/** A quick look, without which each character of a text would be read in all its ways. */
function mayBegin({ next }: Branch, text: string, at: number): boolean {
  const unit = text[at]!
  return next.has(unit) || unit > '\u{7F}' || isEscape(unit)
}

interface Branch {
  next: Map<string, Branch | Leaf>
  /** The secret that ends here. */
  ends?: Pick<Leaf, 'isShort'>
}

/** The only secret from here on. */
interface Leaf {
  rest: string[]
  isShort: boolean
}

/** One with fewer characters is found where it stands alone: inside of words it would take ordinary words out. */
const shortSecret = 6

function plant(branch: Branch, chars: string[], isShort: boolean): void {
  const [first, ...rest] = chars
  if (first === undefined) {
    branch.ends ??= { isShort }
    return
  }
  const next = branch.next.get(first)
  if (next === undefined) return void branch.next.set(first, { rest, isShort })
  if ('next' in next) return plant(next, rest, isShort)
  if (next.rest.join('') === rest.join('')) return
  const parting: Branch = { next: new Map() }
  branch.next.set(first, parting)
  plant(parting, next.rest, next.isShort)
  plant(parting, rest, isShort)
}

/** The end of the longest secret that goes on at `at` and began at `start`. */
function findEnd(node: Branch | Leaf, text: string, start: number, at: number): number | undefined {
  if ('rest' in node) return findRest(node, text, start, at)
  let longest = node.ends !== undefined && stands(node.ends, text, start, at) ? at : undefined
  if (at >= text.length) return longest
  for (const [char, length] of readSpellings(text, at)) {
    const next = node.next.get(char)
    const end = next === undefined ? undefined : findEnd(next, text, start, at + length)
    if (end !== undefined && end > (longest ?? -1)) longest = end
  }
  return longest
}

/** Steps through what can be read in one way alone: a key has thousands of characters, and each call takes stack. */
function findRest(leaf: Leaf, text: string, start: number, from: number, begun = 0): number | undefined {
  for (let at = from, matched = begun; ; matched += 1) {
    if (matched === leaf.rest.length) return stands(leaf, text, start, at) ? at : undefined
    if (at >= text.length) return undefined
    const lengths = readSpellings(text, at).flatMap(([char, length]) => (char === leaf.rest[matched] ? length : []))
    if (lengths.length === 0) return undefined
    if (lengths.length > 1) {
      const ends = lengths.flatMap((length) => findRest(leaf, text, start, at + length, matched + 1) ?? [])
      return ends.length === 0 ? undefined : Math.max(...ends)
    }
    at += lengths[0]!
  }
}

/** Whether no letter or digit goes before or after a short one: the end of an escape is none. */
function stands({ isShort }: Pick<Leaf, 'isShort'>, text: string, start: number, end: number): boolean {
  if (!isShort) return true
  const isWithin = /[A-Za-z0-9]$/.test(text.slice(Math.max(0, start - 1), start))
  return (
    (!isWithin || endOfEscape.test(text.slice(Math.max(0, start - 7), start))) && !/^[A-Za-z0-9]/.test(text[end] ?? '')
  )
}

const endOfEscape = /(?:%[0-9a-f]{2}|\\[nrt]|\\u[0-9a-f]{4})$/i
