/**
 * The kinds of values a setting can have. Each takes the typed value of a file and the text of an environment
 * variable.
 */
import { z } from 'zod'
import { ExtractError, isExtractError } from '../../errors/extract-error.js'
import { parseByteSize } from './byte-size.js'
import { parseDuration } from './duration.js'

/** A value read by a function that throws CONFIG_INVALID; its message becomes the problem at the setting's path. */
export function parsedBy<T>(parse: (given: unknown) => T): z.ZodType<T> {
  return z.unknown().transform((given, context): T => {
    try {
      return parse(given)
    } catch (error) {
      if (!isExtractError(error)) throw error
      context.addIssue({ code: 'custom', message: error.message })
      return z.NEVER
    }
  })
}

/** Text; a number counts as its digits, for a consumer secret may have nothing else. */
export const text = parsedBy((given) => {
  if (typeof given === 'string') return given.trim()
  if (typeof given === 'number') return String(given)
  throw invalid('must be text')
})

/** A SOQL condition, with or without the word WHERE before it. */
export const condition = text.transform((given) => given.replace(/^where\s+/i, ''))

export const toggle = parsedBy((given) => {
  const word = typeof given === 'object' ? '' : String(given).trim().toLowerCase()
  if (onWords.has(word)) return true
  if (offWords.has(word)) return false
  throw invalid(`${show(given)} must be true or false`)
})

const onWords = new Set(['true', 'yes', 'on', '1'])
const offWords = new Set(['false', 'no', 'off', '0'])

export function wholeNumber(least: number, most: number): z.ZodType<number> {
  return parsedBy((given) => {
    const number = typeof given === 'string' && /^\s*\d+\s*$/.test(given) ? Number(given) : given
    if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most) return number
    throw invalid(`${show(given)} must be a whole number from ${least} to ${most}`)
  })
}

/** A duration in milliseconds, within bounds given as durations. */
export function duration(least = '0', most = '366d'): z.ZodType<number> {
  return parsedBy((given) => {
    const ms = parseDuration(given)
    if (ms >= parseDuration(least) && ms <= parseDuration(most)) return ms
    throw invalid(`${show(given)} must be from ${least} to ${most}`)
  })
}

/** A size in bytes, within bounds given as sizes. */
export function byteSize(least: string, most: string): z.ZodType<number> {
  return parsedBy((given) => {
    const bytes = parseByteSize(given)
    if (bytes >= parseByteSize(least) && bytes <= parseByteSize(most)) return bytes
    throw invalid(`${show(given)} must be from ${least} to ${most}`)
  })
}

/** One of some words, in any case. */
export function choice<const Choice extends string>(...choices: Choice[]): z.ZodType<Choice> {
  return parsedBy((given) => {
    const chosen = choices.find((each) => each.toLowerCase() === String(given).trim().toLowerCase())
    if (chosen === undefined) throw invalid(`${show(given)} must be one of ${choices.join(', ')}`)
    return chosen
  })
}

/** A list, or text with commas between its entries. */
export function list<T>(entry: z.ZodType<T>): z.ZodType<T[]> {
  return z.preprocess(splitText, z.array(entry, { error: 'must be a list' }))
}

/** A list, or one entry alone: its commas are its own. */
export function wholeList<T>(entry: z.ZodType<T>): z.ZodType<T[]> {
  return z.preprocess(
    (given) => (typeof given === 'string' ? [given] : given),
    z.array(entry, { error: 'must be a list' }),
  )
}

function splitText(given: unknown): unknown {
  if (typeof given !== 'string') return given
  return given
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

/** `10%` or `500`: a share of the daily API limit, or a number of calls. */
export const reserve = parsedBy((given): { percent: number } | { calls: number } => {
  const [, amount, sign] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(String(given).trim()) ?? []
  const number = Number(amount)
  if (sign === '%' && number < 100) return { percent: number }
  if (sign === '' && Number.isSafeInteger(number)) return { calls: number }
  throw invalid(`${show(given)} must be a share below 100% such as 10%, or a number of calls`)
})

function invalid(message: string): ExtractError {
  return new ExtractError('CONFIG_INVALID', message)
}

function show(given: unknown): string {
  return typeof given === 'object' ? 'this' : `"${String(given)}"`
}
