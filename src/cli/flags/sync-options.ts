import type { Clock } from '../../clock.js'
import { ExtractError } from '../../errors/extract-error.js'
import type { SyncOptions } from '../../sync/context.js'
import { parseList, parseMoment } from './flag-values.js'

/** The flags of `sync` and `plan` that choose what is read. */
export interface ScopeFlags {
  object?: string[]
  full?: boolean
  since?: string
  reconcile?: boolean
}

/** Flags → options of a run. Throws USAGE for a wrong time, and for two that exclude each other. */
export function parseSyncOptions(
  { object, full, since, reconcile }: ScopeFlags,
  clock: Clock,
): Omit<SyncOptions, 'runId'> {
  if (full && since !== undefined) {
    throw new ExtractError('USAGE', '--full and --since exclude each other: --full reads everything')
  }
  const objects = parseList(object)
  return {
    ...(objects.length === 0 ? {} : { objects }),
    ...(full ? { full } : {}),
    ...(since === undefined ? {} : { since: parseMoment('--since', since, clock) }),
    ...(reconcile ? { reconcile } : {}),
  }
}
