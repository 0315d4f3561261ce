export interface DatedAnswer {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/** The wait, in milliseconds, that a 429 or 503 asks for. Undefined where it asks for none that can be read. */
export function parseRetryAfter({ status, headers }: DatedAnswer): number | undefined {
  return status === 429 || status === 503 ? readRetryAfter(headers) : undefined
}

/**
 * The wait that the headers of an answer ask for: seconds, or a date that counts from the answer's own Date header
 * (RFC 9110, "Retry-After").
 */
export function readRetryAfter(headers: DatedAnswer['headers']): number | undefined {
  const text = String(headers['retry-after'] ?? '').trim()
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const waitMs = Date.parse(text) - Date.parse(String(headers['date'] ?? ''))
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs)
}
