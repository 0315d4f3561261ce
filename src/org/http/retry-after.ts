import type { HttpAnswer } from './http.js'

/**
 * The wait, in milliseconds, that a 429 or 503 asks for: seconds, or a date that counts from the answer's own Date
 * header (RFC 9110, "Retry-After"). Undefined where it asks for none that can be read.
 */
export function parseRetryAfter({ status, headers }: Pick<HttpAnswer, 'status' | 'headers'>): number | undefined {
  const text = headers['retry-after']?.trim() ?? ''
  if (status !== 429 && status !== 503) return undefined
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const waitMs = Date.parse(text) - Date.parse(headers.date ?? '')
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs)
}
