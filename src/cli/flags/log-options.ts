import { parseChoice } from './flag-values.js'
import { logFormats, logLevels } from './words.js'

type Level = (typeof logLevels)[number]

/** The flags of what is logged, as they were given. */
export interface LogFlags {
  quiet?: boolean
  logLevel?: string
  logFormat?: string
}

/** What is logged on stderr, and how. */
export interface LogOptions {
  level: Level
  format: (typeof logFormats)[number]
}

/**
 * `--log-level`, `--log-format` and `--quiet`; all but API calls, as text, where none is given. Throws USAGE.
 */
export function parseLogOptions({ quiet = false, logLevel = 'info', logFormat = 'text' }: LogFlags): LogOptions {
  const level = parseChoice('--log-level', logLevel, logLevels)
  return { level: quiet ? 'error' : level, format: parseChoice('--log-format', logFormat, logFormats) }
}

/** True where the log level lets through what is of `level`. */
export function isLogged(level: Level, { level: most }: Pick<LogOptions, 'level'>): boolean {
  return logLevels.indexOf(level) <= logLevels.indexOf(most)
}
