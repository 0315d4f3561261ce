import { parseChoice } from './flag-values.js'

type Level = (typeof levels)[number]

/** The flags of what is logged, as they were given. */
export interface LogFlags {
  quiet?: boolean
  logLevel?: string
  logFormat?: string
}

/** What is logged on stderr, and how. */
export interface LogOptions {
  level: Level
  format: (typeof formats)[number]
}

/**
 * `--log-level`, `--log-format` and `--quiet`; all but API calls, as text, where none is given. Throws USAGE.
 */
export function parseLogOptions({ quiet = false, logLevel = 'info', logFormat = 'text' }: LogFlags): LogOptions {
  const level = parseChoice('--log-level', logLevel, levels)
  return { level: quiet ? 'error' : level, format: parseChoice('--log-format', logFormat, formats) }
}

/** True where the log level lets through what is of `level`. */
export function isLogged(level: Level, { level: most }: Pick<LogOptions, 'level'>): boolean {
  return levels.indexOf(level) <= levels.indexOf(most)
}

/** The most serious first. */
const levels = ['error', 'warn', 'info', 'debug'] as const
const formats = ['text', 'json'] as const
