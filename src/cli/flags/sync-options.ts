import { ExtractError } from '../../errors/extract-error.js'
import type { SyncOptions } from '../../sync/context.js'
import { logNote, type Terminal } from '../terminal/terminal.js'
import { namesZone, parseChoice, parseList, parseMoment } from './flag-values.js'
import type { LogFlags } from './log-options.js'
import { transports } from './words.js'

/** The flags of `sync` and `plan` that choose what is read. */
export interface ScopeFlags extends LogFlags {
  object?: string[]
  full?: boolean
  since?: string
  reconcile?: boolean
  transport?: string
}

/**
 * Flags → options of a run. A time without a zone is UTC, whatever the machine's zone is, and a note says so.
 * Throws USAGE for a wrong time or transport, and for two that exclude each other.
 */
export function parseSyncOptions(
  given: ScopeFlags,
  terminal: Pick<Terminal, 'clock' | 'stderr'>,
): Omit<SyncOptions, 'runId'> {
  const { object, full, since, reconcile, transport } = given
  if (full && since !== undefined) {
    throw new ExtractError('USAGE', '--full and --since exclude each other: --full reads everything')
  }
  const objects = parseList(object)
  const moment = since === undefined ? undefined : parseMoment('--since', since, terminal.clock)
  if (moment !== undefined && !namesZone(since!)) {
    logNote(terminal, given, `note: --since ${since} names no time zone and is taken as UTC: ${moment}`)
  }
  return {
    ...(objects.length === 0 ? {} : { objects }),
    ...(full ? { full } : {}),
    since: moment,
    ...(reconcile ? { reconcile } : {}),
    ...(transport === undefined ? {} : { transport: parseChoice('--transport', transport, transports) }),
  }
}
