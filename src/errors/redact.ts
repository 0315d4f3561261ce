/** The longest first: a secret that begins like another is taken out whole. */
let secrets: { value: string; pattern: RegExp }[] = []

/**
 * Remembers a value that must never be printed: client secrets and tokens, as they are and as they stand in a form, an
 * address, JSON or HTML. One under six characters is found where it stands alone: inside of words it would take
 * ordinary words out of every text.
 */
export function keepSecret(value: string): void {
  if (value.trim() === '' || secrets.some((known) => known.value === value)) return
  const inText = Array.from(value, renderAnySpelling).join('')
  const isShort = value.length < 6
  const pattern = new RegExp(isShort ? `(?<![A-Za-z0-9])${inText}(?![A-Za-z0-9])` : inText, 'gu')
  secrets = [...secrets, { value, pattern }].toSorted((a, b) => b.value.length - a.value.length)
}

/**
 * The text with every known secret, every bearer token and every Salesforce session id replaced by `[redacted]`.
 * A session id is the 15-character org id, `!`, and the token proper. Of a secret that was cut nobody knows the half, so
 * a text is redacted before it is shortened.
 */
export function redact(text: string): string {
  let clean = text
  for (const { pattern } of secrets) clean = clean.replaceAll(pattern, '[redacted]')
  return clean
    .replaceAll(sessionId, '[redacted]')
    .replaceAll(bearer, '$1[redacted]')
    .replaceAll(secretField, '$1[redacted]')
}

const sessionId = /00D[A-Za-z0-9]{12,15}!\S+/g
const bearer = /(Bearer\s+)[^\s"',]+/gi
const secretField = /((?:client_secret|access_token|refresh_token|assertion)["']?\s*[=:]\s*["']?)[^\s"'&,}]+/gi

/** A character as it is, percent-encoded, and escaped in JSON (or in JSON in JSON) or HTML, as a pattern. */
function renderAnySpelling(char: string): string {
  const bytes = Buffer.from(char).toString('hex').match(/../g)!
  const units = Array.from({ length: char.length }, (_, at) => char.charCodeAt(at).toString(16).padStart(4, '0'))
  const spellings = [
    escapePattern(char),
    bytes.map((byte) => `%${anyCase(byte)}`).join(''),
    units.map((unit) => String.raw`\\{1,2}u` + anyCase(unit)).join(''),
    ...(char in otherSpellings ? [otherSpellings[char as keyof typeof otherSpellings]] : []),
  ]
  return `(?:${spellings.join('|')})`
}

const otherSpellings = {
  ' ': String.raw`\+`,
  '"': String.raw`\\{1,3}"|&quot;|&#34;`,
  '\\': String.raw`\\{2,4}`,
  '/': String.raw`\\{1,3}\/`,
  '&': '&amp;|&#38;',
  '<': '&lt;|&#60;',
  '>': '&gt;|&#62;',
  "'": '&#39;|&#x27;|&apos;',
  '\n': String.raw`\\{1,2}n`,
  '\t': String.raw`\\{1,2}t`,
  '\r': String.raw`\\{1,2}r`,
}

function escapePattern(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`)
}

/** Hexadecimal digits, in capitals or not. */
function anyCase(hex: string): string {
  return hex.replaceAll(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`)
}
