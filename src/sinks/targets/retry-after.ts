/**
 * The wait, in milliseconds, that an answer asks for: seconds, or a date that counts from the answer's own Date header
 * (RFC 9110, "Retry-After"). Undefined where it asks for none that can be read.
 */
export function parseRetryAfter(
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): number | undefined {
  if (status !== 429 && status !== 503) return undefined
  const text = String(headers['retry-after'] ?? '').trim()
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const waitMs = Date.parse(text) - Date.parse(String(headers['date'] ?? ''))
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs)
}
