import type { CommonFlags } from '../command.js'
import { parseChoice } from './flag-values.js'

type Level = (typeof levels)[number]

/** What is said on stderr, and how. */
export interface LogWishes {
  level: Level
  format: (typeof formats)[number]
}

/**
 * `--log-level`, `--log-format` and `--quiet` as wishes; all but API calls, as text, where nothing is said. Throws
 * USAGE.
 */
export function parseLogWishes({ quiet = false, logLevel = 'info', logFormat = 'text' }: CommonFlags): LogWishes {
  const level = parseChoice('--log-level', logLevel, levels)
  return { level: quiet ? 'error' : level, format: parseChoice('--log-format', logFormat, formats) }
}

/** True where the wished level lets through what is of `level`. */
export function isSaid(level: Level, { level: wished }: Pick<LogWishes, 'level'>): boolean {
  return levels.indexOf(level) <= levels.indexOf(wished)
}

/** The most serious first. */
const levels = ['error', 'warn', 'info', 'debug'] as const
const formats = ['text', 'json'] as const
