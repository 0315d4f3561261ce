import type { CommonFlags } from './command.js'
import { parseChoice } from './flag-values.js'

/** What is logged on stderr, and how. */
export interface LogWishes {
  level: (typeof levels)[number]
  format: (typeof formats)[number]
}

/** `--log-level`, `--log-format` and `--quiet` as wishes; warnings as text where nothing is said. Throws USAGE. */
export function parseLogWishes({ quiet = false, logLevel = 'warn', logFormat = 'text' }: CommonFlags): LogWishes {
  const level = parseChoice('--log-level', logLevel, levels)
  return { level: quiet ? 'error' : level, format: parseChoice('--log-format', logFormat, formats) }
}

const levels = ['error', 'warn', 'info', 'debug'] as const
const formats = ['text', 'json'] as const
