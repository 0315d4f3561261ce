import { ExtractError } from '../../errors/extract-error.js'
import type { DestinationStatus } from '../../runs/statuses.js'
import { renderAge } from '../printer/amounts.js'

/**
 * Throws OVERDUE where the last successful run into one of the destinations is so many milliseconds ago, or there was
 * none.
 */
export function validateTimely(statuses: DestinationStatus[], failAfterMs: number, nowMs: number): void {
  const problems = statuses.flatMap(({ datasource, destination, lastRun }) => {
    const { succeeded, outcome } = lastRun ?? {}
    if (succeeded !== undefined && nowMs - Date.parse(succeeded) < failAfterMs) return []
    const last = outcome === undefined || outcome === 'done' ? '' : `; the last run was ${outcome}`
    const since = succeeded === undefined ? 'no successful run yet' : `last success ${renderAge(succeeded, nowMs)} ago`
    return [`${datasource} to ${destination}: ${since}${last}`]
  })
  if (problems.length === 0) return
  throw new ExtractError('OVERDUE', `No successful run in time: ${problems.join(', ')}`, {
    details: { problems },
    hint:
      'Run `sf-extract sync` for it and look at its errors; `sf-extract check` looks for the cause without reading. ' +
      'Where a destination is no longer written to, name the one to watch with --output (- for standard output).',
  })
}
