/** Numbers of more digits than a double holds: an org has them of eighteen. */
import { randomUUID } from 'node:crypto'

/** Such a number by its digits. To be ordered or summed up it is the double next to it. */
export class LongNumber {
  constructor(readonly digits: string) {}

  valueOf(): number {
    return Number(this.digits)
  }

  toString(): string {
    return this.digits
  }

  /** For `renderJson`: a text with a mark, since JSON.stringify writes no number of this length. */
  toJSON(): string {
    marksWritten += 1
    return mark + this.digits
  }
}

/** A number as it is written, without an exponent. A double of fifteen digits keeps them all (IEEE 754). */
export function parseNumber(text: string): number | LongNumber {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(text) ?? []
  const digits = `${sign}${whole || '0'}${fraction && `.${fraction}`}`
  const isShort = whole.length + fraction.length <= 15 || String(Number(text)) === digits
  return isShort ? Number(text) : new LongNumber(digits)
}

/** What a JSON text says, long numbers with all their digits. Throws as JSON.parse does. */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  if (!/\d[\d.]{15}/.test(text)) return value
  const marked = text.replaceAll(/"(?:[^"\\]+|\\.)*"|-?\d[\d.]{15,}(?![\deE])/g, (token) =>
    token.startsWith('"') ? token : JSON.stringify(parseNumber(token)),
  )
  return JSON.parse(marked, (_key, inner: unknown) =>
    typeof inner === 'string' && inner.startsWith(mark) ? new LongNumber(inner.slice(mark.length)) : inner,
  )
}

/** JSON with the digits of each LongNumber as a number. */
export function renderJson(value: unknown): string {
  const before = marksWritten
  const text = JSON.stringify(value)
  return marksWritten === before ? text : text.replaceAll(marked, '$1')
}

/** To look for marks in a page of 2,000 rows takes longer than to write it. */
let marksWritten = 0

/** Nobody can know it, so no text of a record begins with it. */
const mark = randomUUID()
const marked = new RegExp(`"${mark}([^"]+)"`, 'g')
