import { ExtractError } from '../../errors/extract-error.js'
import { looksLikeDuration, parseDuration } from '../values/duration.js'

/** When a datasource is to be synced again: so long after its last start, or at the times of a cron expression. */
export type SyncInterval = {
  /** As it was written: `5m`, `0 3 * * *`. */
  text: string
} & ({ everyMs: number } | { cron: string })

/**
 * `30s`, `5m`, `1h`, `1d` (a second is the least), or a cron expression, whose times are checked by cron.ts. Throws
 * CONFIG_INVALID.
 */
export function parseSyncInterval(given: unknown): SyncInterval {
  const text = String(given).trim()
  if (typeof given === 'string' && looksLikeCron(text)) return { text, cron: text }
  if (!looksLikeDuration(text)) {
    const shown = typeof given === 'object' ? 'this' : `"${text}"`
    const forms = 'a duration such as 30s, 5m, 1h or 1d, or a cron expression such as "0 3 * * *"'
    throw new ExtractError('CONFIG_INVALID', `${shown} is no interval: write ${forms}`)
  }
  const everyMs = parseDuration(text)
  if (everyMs >= leastMs) return { text, everyMs }
  throw new ExtractError('CONFIG_INVALID', `"${text}" is shorter than 1s, the shortest interval there is`)
}

const leastMs = 1000

/** Several fields, or a nickname such as `@daily`. */
function looksLikeCron(text: string): boolean {
  return text.startsWith('@') || /\S\s+\S/.test(text)
}
