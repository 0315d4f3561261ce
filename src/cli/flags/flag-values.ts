/** The values of flags: text → value, with an error that names the flag. */
import type { Clock } from '../../clock.js'
import { looksLikeDuration, parseDuration } from '../../config/values/duration.js'
import { ExtractError } from '../../errors/extract-error.js'
import type { Stamp } from '../../terms.js'

/** A whole number from `least` to `most`; undefined where the flag isn't there. Throws USAGE, with the hint. */
export function parseCount(
  flag: string,
  text: string | undefined,
  least = 1,
  most = Number.MAX_SAFE_INTEGER,
  hint?: string,
): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= least && value <= most) return value
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
  throw new ExtractError('USAGE', `${flag} takes a whole number ${range}, not '${text}'`, { hint })
}

/** One of the words a flag takes. Throws USAGE with all of them. */
export function parseChoice<Choice extends string>(flag: string, text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((name) => name === text)
  if (choice === undefined) throw new ExtractError('USAGE', `${flag} takes ${choices.join(', ')}, not '${text}'`)
  return choice
}

/** A flag given several times, with several values, or with commas between them, as one list. */
export function parseList(values: string[] | undefined): string[] {
  return (values ?? [])
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '')
}

/** A duration such as 30s or 2h, in milliseconds. Throws USAGE. */
export function parseDurationFlag(flag: string, text: string): number {
  try {
    return parseDuration(text)
  } catch (cause) {
    throw new ExtractError('USAGE', `${flag}: ${(cause as Error).message}`, { cause })
  }
}

/** How often something runs, in milliseconds: from a second to a day; undefined without the flag. Throws USAGE. */
export function parseInterval(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const intervalMs = parseDurationFlag(flag, text)
  if (intervalMs >= 1000 && intervalMs <= 86_400_000) return intervalMs
  throw new ExtractError('USAGE', `${flag} takes a duration from 1s to 1d, not '${text}'`)
}

/**
 * A moment as an ISO date or datetime (UTC where it names no zone), or a duration back from now: `2d`.
 * Throws USAGE for anything else, and for a moment that is still to come.
 */
export function parseMoment(flag: string, text: string, clock: Clock): Stamp {
  const isDate = /^\d{4}-\d\d-\d\d/.test(text)
  const atMs = isDate ? parseIso(text) : clock.now() - parseBack(flag, text)
  if (Number.isNaN(atMs)) {
    throw new ExtractError(
      'USAGE',
      `${flag} takes a date, a time such as 2026-01-05T09:30:00Z, or a duration such as 2d, not '${text}'`,
    )
  }
  if (atMs > clock.now()) throw new ExtractError('USAGE', `${flag} ${text} is in the future`)
  return new Date(atMs).toISOString()
}

/** False for a date or time that leaves its time zone open; a duration has none to name. */
export function namesZone(text: string): boolean {
  const [, day, , zone] = isoMoment.exec(text) ?? []
  return day === undefined || zone !== undefined
}

/** Milliseconds since 1970, or NaN. Date.parse would take the thirtieth of February for the first of March. */
function parseIso(text: string): number {
  const [, day = '', time = 'T00:00', zone = 'Z'] = isoMoment.exec(text) ?? []
  const atMs = Date.parse(`${day}${time.replace(' ', 'T')}${zone}`)
  const midnight = new Date(`${day}T00:00Z`)
  return Number.isNaN(atMs) || midnight.toISOString().slice(0, 10) !== day ? Number.NaN : atMs
}

const isoMoment = /^(\d{4}-\d\d-\d\d)(?:([T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:?\d\d)?)?$/i

/** Milliseconds, or NaN for what is no duration. Throws USAGE for one that is too long. */
function parseBack(flag: string, text: string): number {
  try {
    return parseDuration(text)
  } catch (cause) {
    if (!looksLikeDuration(text)) return Number.NaN
    throw new ExtractError('USAGE', `${flag}: ${(cause as Error).message}; give a date instead, such as 2024-01-31`, {
      cause,
    })
  }
}
