import { ExtractError } from '../../errors/extract-error.js'

/**
 * Text → milliseconds: `500ms`, `30s`, `5m`, `1h`, `1d`, several together as in `1h30m`, and `0`.
 * Throws CONFIG_INVALID naming the value where it is anything else, a bare number for one: its unit would be a guess.
 */
export function parseDuration(given: unknown): number {
  const text = String(given).trim()
  if (text === '0') return 0
  if (typeof given !== 'string' || !wholeDuration.test(text)) throw notADuration(given)
  let totalMs = 0
  for (const [, amount, unit] of text.matchAll(part)) totalMs += Number(amount) * unitMs[unit!]!
  if (totalMs > longestMs) {
    throw new ExtractError('CONFIG_INVALID', `"${text}" is longer than ${longestDays}d, the longest duration there is`)
  }
  return Math.round(totalMs)
}

const wholeDuration = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/
const part = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g
const unitMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const longestDays = 366
const longestMs = longestDays * 86_400_000

/** Whether a text has the form of a duration, however long. */
export function looksLikeDuration(text: string): boolean {
  return wholeDuration.test(text.trim())
}

function notADuration(given: unknown): ExtractError {
  const shown = typeof given === 'string' || typeof given === 'number' ? `"${given}"` : 'this'
  return new ExtractError('CONFIG_INVALID', `${shown} is not a duration: write it like 500ms, 30s, 5m, 1h, 1d or 0`)
}
