/** The longest first: a secret that begins like another is taken out whole. */
let secrets: string[] = []

/**
 * Remembers a value that must never be printed: client secrets and tokens, as they are and as they stand in a form or
 * an address.
 * Values under six characters are left out: they would take ordinary words out of every text.
 */
export function keepSecret(value: string): void {
  if (value.length < 6) return
  const inAddress = encodeURIComponent(value.toWellFormed())
  const inForm = new URLSearchParams([['', value]]).toString().slice(1)
  secrets = [...new Set([...secrets, value, inAddress, inForm])].toSorted((a, b) => b.length - a.length)
}

/**
 * The text with every known secret, every bearer token and every Salesforce session id replaced by `[redacted]`.
 * A session id is the 15-character org id, `!`, and the token proper.
 */
export function redact(text: string): string {
  let clean = text
  for (const secret of secrets) clean = clean.replaceAll(secret, '[redacted]')
  return clean
    .replaceAll(sessionId, '[redacted]')
    .replaceAll(bearer, '$1[redacted]')
    .replaceAll(secretField, '$1[redacted]')
}

const sessionId = /00D[A-Za-z0-9]{12,15}!\S+/g
const bearer = /(Bearer\s+)[^\s"',]+/gi
const secretField = /((?:client_secret|access_token|refresh_token|assertion)["']?\s*[=:]\s*["']?)[^\s"'&,}]+/gi
