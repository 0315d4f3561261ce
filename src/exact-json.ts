import { randomUUID } from 'node:crypto'

/** A number that a double can't hold: its value is its digits. In JSON of any other making it is a text of them. */
export class ExactNumber {
  /** As JavaScript would print the value if it could: `999999999999999999`, `1.5e+400`. */
  constructor(readonly digits: string) {}

  toString(): string {
    return this.digits
  }

  toJSON(): string {
    return rendering === undefined ? this.digits : (rendering.mark ??= randomUUID()) + this.digits
  }
}

/** Set while `renderJson` is at work, which is synchronous; `mark` once there was a number to mark. */
let rendering: { mark?: string } | undefined

/**
 * What a JSON text says, with an ExactNumber for each number that would lose digits as a double (Salesforce has numbers
 * of 18 digits). Equal values come out equal however they were written: `100.0` is 100. A text without long numbers
 * costs one quick look at it more than JSON.parse. Throws as JSON.parse does.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  return mayLoseDigits(text) ? parseExact(text, value) : value
}

/** JSON with the digits of each ExactNumber as a number; else as JSON.stringify has it. */
export function renderJson(value: unknown, replacer?: (key: string, value: unknown) => unknown): string {
  const marking: { mark?: string } = {}
  rendering = marking
  try {
    const text = JSON.stringify(value, replacer)
    return marking.mark === undefined ? text : text.replaceAll(new RegExp(`"${marking.mark}([^"]+)"`, 'g'), '$1')
  } finally {
    rendering = undefined
  }
}

/**
 * Sixteen digits in a row, or an exponent of three: a double holds every other number (IEEE 754: fifteen digits
 * survive). It finds some in texts too, which costs time alone. Sixteen in a row can't pass by every sixteenth place.
 */
function mayLoseDigits(text: string): boolean {
  for (let at = longRun - 1; at < text.length; at += longRun) {
    if (isOfNumber(text.charCodeAt(at)) && runLength(text, at) >= longRun) return true
  }
  return /\d[eE][+-]?\d{3,}(?:[\s,}\]]|$)/.test(text)
}

const longRun = 16

function runLength(text: string, at: number): number {
  let [from, to] = [at, at + 1]
  while (isOfNumber(text.charCodeAt(from - 1))) from -= 1
  while (to - from < longRun && isOfNumber(text.charCodeAt(to))) to += 1
  return to - from
}

/** Of a digit or a point; there is no code outside of the text. */
function isOfNumber(code: number): boolean {
  return (code >= 48 && code <= 57) || code === 46
}

/**
 * The long numbers of a text that is valid JSON become texts behind a mark that nobody can know, and those become
 * ExactNumbers: before Node 21 JSON.parse tells nobody how a number was written.
 */
function parseExact(text: string, value: unknown): unknown {
  const mark = randomUUID()
  let isInText = false
  let isFound = false
  const marked = text.replaceAll(/\\[^]|"|-?\d[\d.]*(?:[eE][+-]?\d+)?/g, (token) => {
    if (token === '"') isInText = !isInText
    if (isInText || !/\d$/.test(token)) return token
    const digits = exactDigits(token)
    if (digits === undefined) return token
    isFound = true
    return `"${mark}${digits}"`
  })
  return isFound ? replaceMarked(JSON.parse(marked), mark) : value
}

/** In place, whatever the depth: a reviver would go as deep as the value does. */
function replaceMarked(value: unknown, mark: string): unknown {
  const root = { value }
  const open: object[] = [root]
  for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
    for (const [key, inner] of Object.entries(holder) as [string, unknown][]) {
      if (typeof inner === 'object' && inner !== null) open.push(inner)
      else if (typeof inner === 'string' && inner.startsWith(mark)) {
        // A key may be `__proto__`, which can't be assigned to.
        const exact = new ExactNumber(inner.slice(mark.length))
        Object.defineProperty(holder, key, { value: exact, enumerable: true, writable: true, configurable: true })
      }
    }
  }
  return root.value
}

/** The digits of a JSON number; undefined where a double prints the same. */
function exactDigits(token: string): string | undefined {
  const [, sign = '', whole = '', fraction = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE](.+))?$/.exec(token)!
  const exponent = Number(power)
  if (!Number.isSafeInteger(exponent)) return token
  const significant = (whole + fraction).replace(/^0+/, '')
  const point = exponent + whole.length - (whole.length + fraction.length - significant.length)
  const digits = significant.replace(/0+$/, '')
  const printed = digits === '' ? '0' : sign + placePoint(digits, point)
  return printed === String(Number(token)) ? undefined : printed
}

/** 0.digits × 10^point as JavaScript prints numbers (ECMA-262, Number::toString). */
function placePoint(digits: string, point: number): string {
  if (point > 21 || point <= -6) {
    const exponent = point - 1
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : ''
    return `${digits[0]}${rest}e${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
  }
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`
  return point >= digits.length ? digits.padEnd(point, '0') : `${digits.slice(0, point)}.${digits.slice(point)}`
}
