/** A character that a text may mean at a place, and how many units of the text spell it. */
export type Reading = [char: string, length: number]

/**
 * What may stand at a place of a text: the character itself, and where an escape begins the one it stands for, as a
 * form, an address, JSON (or JSON in JSON) or HTML spells it. A half of a surrogate pair is U+FFFD, as UTF-8 has it.
 */
export function readSpellings(text: string, at: number): Reading[] {
  const char = String.fromCodePoint(text.codePointAt(at)!)
  const read = escapes[char]
  const plain: Reading = [wellFormed(char), char.length]
  return read === undefined ? [plain] : [plain, ...read(text, at)]
}

/** The characters of a text, each as readSpellings gives it. */
export function charactersOf(text: string): string[] {
  return Array.from(text, wellFormed)
}

/** Whether a character may be the beginning of another's spelling. */
export function isEscape(char: string): boolean {
  return Object.hasOwn(escapes, char)
}

const escapes: Record<string, (text: string, at: number) => Reading[]> = {
  '+': () => [[' ', 1]],
  '%': readPercents,
  '&': readEntity,
  '\\': readBackslashes,
}

/** A character in UTF-8 has up to four bytes; its first tells how many. */
function readPercents(text: string, at: number): Reading[] {
  const first = Number.parseInt(/^%([0-9a-f]{2})/i.exec(text.slice(at, at + 3))?.[1] ?? '80', 16)
  const count = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  const spelled = text.slice(at, at + count * 3)
  if (count === 0 || !/^(?:%[0-9a-f]{2})+$/i.test(spelled) || spelled.length < count * 3) return []
  const char = Buffer.from(spelled.replaceAll('%', ''), 'hex').toString()
  return Array.from(char).length === 1 ? [[char, spelled.length]] : []
}

function readEntity(text: string, at: number): Reading[] {
  const name = /^&(#?\w{2,4});/.exec(text.slice(at, at + 6))?.[1]
  const char = name === undefined ? undefined : entities[name]
  return char === undefined ? [] : [[char, name!.length + 2]]
}

const entities: Record<string, string> = {
  quot: '"',
  '#34': '"',
  amp: '&',
  '#38': '&',
  lt: '<',
  '#60': '<',
  gt: '>',
  '#62': '>',
  apos: "'",
  '#39': "'",
  '#x27': "'",
}

/** Each time JSON is put into JSON its backslashes double, and one more stands before a quote. */
function readBackslashes(text: string, at: number): Reading[] {
  const [, run = '', after = ''] = /^(\\{1,4})([^\\]?)/.exec(text.slice(at, at + 5)) ?? []
  const readings: Reading[] = []
  for (let length = 2; length <= run.length; length++) readings.push(['\\', length])
  if (run.length <= 3 && (after === '"' || after === '/')) readings.push([after, run.length + 1])
  if (run.length > 2) return readings
  const control = controls[after]
  if (control !== undefined) readings.push([control, run.length + 1])
  return after === 'u' ? [...readings, ...readUnits(text, at)] : readings
}

const controls: Record<string, string> = { n: '\n', t: '\t', r: '\r' }

/** One unit, or two that are a pair. */
function readUnits(text: string, at: number): Reading[] {
  const ofUnits = /^\\{1,2}u([0-9a-f]{4})(?:(\\{1,2}u)([0-9a-f]{4}))?/i.exec(text.slice(at, at + 14))
  const [, first, mark = '', second] = ofUnits ?? []
  if (first === undefined) return []
  const length = text.indexOf('u', at) + 5 - at
  const [one, other] = [first, second ?? '0'].map((hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  const isPair = /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(one! + other!)
  return isPair ? [[one! + other!, length + mark.length + 4]] : [[wellFormed(one!), length]]
}

function wellFormed(char: string): string {
  return /^[\uD800-\uDFFF]$/.test(char) ? '\uFFFD' : char
}
