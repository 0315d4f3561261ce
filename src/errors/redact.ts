import { openSecretIndex } from './secret-index.js'

const secrets = openSecretIndex()

/**
 * Remembers a value that must never be printed: client secrets and tokens, as they are and as they stand in a form, an
 * address, JSON or HTML. One under six characters is found where it stands alone: inside of words it would take
 * ordinary words out of every text.
 */
export function keepSecret(value: string): void {
  if (value.trim() !== '') secrets.add(value)
}

/**
 * The text with every known secret, every bearer token and every Salesforce session id replaced by `[redacted]`.
 * A session id is the 15-character org id, `!`, and the token proper. Of a secret that was cut nobody knows the half, so
 * a text is redacted before it is shortened.
 */
export function redact(text: string): string {
  let clean = ''
  let shown = 0
  for (const [start, end] of secrets.spansIn(text)) {
    clean += `${text.slice(shown, start)}[redacted]`
    shown = end
  }
  clean += text.slice(shown)
  return clean
    .replaceAll(sessionId, '[redacted]')
    .replaceAll(bearer, '$1[redacted]')
    .replaceAll(secretField, '$1[redacted]')
}

const sessionId = /00D[A-Za-z0-9]{12,15}!\S+/g
/** A token is never a word of letters alone, as the Flow of Salesforce's menus is. */
const bearer = /(Bearer\s+)(?=[^\s"',]*[^a-z\s"',])[^\s"',]+/gi
/** An assertion stands in forms and JSON; before a colon alone it is the end of an error's code. */
const secretField =
  /((?:client_secret|access_token|refresh_token)["']?\s*[=:]\s*["']?|assertion(?:["']?\s*=|["']\s*:)\s*["']?)[^\s"'&,}]+/gi
