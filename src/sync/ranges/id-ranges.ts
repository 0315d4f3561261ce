/** Ids cut into ranges. Pure but for the counting, which the caller makes. */
import { renderRecordId } from '../../state/record-id.js'
import type { RecordId } from '../../terms.js'

/** The Ids from one on and below another. Without them it is open on that side. */
export interface IdRange {
  from?: RecordId
  below?: RecordId
}

/** Records by their Ids: how many, the first, and the last. */
export interface Extent {
  rows: number
  first: RecordId
  last: RecordId
}

/** What lies on each side of an Id within a range; undefined on a side where nothing does. */
export interface Cut {
  before: Extent | undefined
  after: Extent | undefined
}

/**
 * Ranges of about as many records each, in order: the first is open below and the last above, and each begins where the
 * one before it ends. `count` says how a range falls apart at an Id, and gives undefined where the org won't count any
 * more: then they stay as they are. Records that come and go meanwhile make ranges uneven, and belong to one all the
 * same.
 */
export async function splitRange(
  whole: Extent,
  wanted: number,
  count: (range: IdRange, at: RecordId, extent: Extent) => Promise<Cut | undefined>,
): Promise<IdRange[]> {
  const pieces: Piece[] = [{ ...whole }]
  const enough = whole.rows / wanted
  for (let tries = 0; tries < mostTries(wanted) && pieces.length < wanted; tries += 1) {
    const largest = findLargest(pieces)
    if (largest === undefined || largest.rows <= enough) break
    const at = middleOf(largest.first, largest.last)!
    const cut = await count(boundsOf(largest), at, largest)
    if (cut === undefined) break
    pieces.splice(pieces.indexOf(largest), 1, ...apply(cut, largest, at))
  }
  return pieces.map(boundsOf)
}

interface Piece extends Extent, IdRange {}

/** An org that was moved has Ids far apart: of such a gap a try finds the ends, and cuts nothing. */
function mostTries(wanted: number): number {
  return wanted * 2
}

function findLargest(pieces: Piece[]): Piece | undefined {
  return pieces
    .filter(({ first, last }) => middleOf(first, last) !== undefined)
    .reduce<Piece | undefined>((best, each) => (best === undefined || each.rows > best.rows ? each : best), undefined)
}

function apply({ before, after }: Cut, { from, below }: Piece, at: RecordId): Piece[] {
  if (before !== undefined && after !== undefined) {
    return [
      { ...bounds(from, at), ...before },
      { ...bounds(at, below), ...after },
    ]
  }
  const rest = before ?? after
  return rest === undefined ? [] : [{ ...bounds(from, below), ...rest }]
}

/** The range alone. */
export function boundsOf({ from, below }: IdRange): IdRange {
  return bounds(from, below)
}

function bounds(from: RecordId | undefined, below: RecordId | undefined): IdRange {
  return { ...(from === undefined ? {} : { from }), ...(below === undefined ? {} : { below }) }
}

/** Whether a record is one of a range: Ids are compared by their first 15 characters, of which case counts. */
export function isInRange(id: RecordId, { from, below }: IdRange): boolean {
  const own = id.slice(0, idLength)
  return (
    (from === undefined || own >= from.slice(0, idLength)) && (below === undefined || own < below.slice(0, idLength))
  )
}

/**
 * The Id in the middle of two, above the first and no higher than the last; undefined where they are too close. Its
 * last two places are zeros: Ids that share all but those are in one bucket of the state, and so of one range. Places 1
 * to 3 of an Id name its object, and stay; the others are a number in base 62.
 */
export function middleOf(first: RecordId, last: RecordId): RecordId | undefined {
  const prefix = first.slice(0, prefixLength)
  if (!isPlain(first) || !isPlain(last) || last.slice(0, prefixLength) !== prefix) return undefined
  const [low, high] = [bucketNumber(first), bucketNumber(last)]
  if (low >= high) return undefined
  return renderRecordId(`${prefix}${renderNumber((low + high + 1n) / 2n)}00`)
}

const idLength = 15
const prefixLength = 3
const bucketLength = 13

function isPlain(id: string): boolean {
  return /^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/.test(id)
}

/** Digits in the order of their characters, which is that of Ids. */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

function bucketNumber(id: RecordId): bigint {
  let number = 0n
  for (const digit of id.slice(prefixLength, bucketLength)) number = number * 62n + BigInt(digits.indexOf(digit))
  return number
}

function renderNumber(number: bigint): string {
  let text = ''
  for (let left = number; text.length < bucketLength - prefixLength; left /= 62n)
    text = digits[Number(left % 62n)]! + text
  return text
}
