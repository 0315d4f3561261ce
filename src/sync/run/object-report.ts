/** The report of one object. */
import { isExtractError, reportError } from '../../errors/extract-error.js'
import type { ErrorReport, ObjectMode, ObjectReport, Stamp } from '../../terms.js'
import { failureWarnings } from '../enriched/enrichment-failures.js'
import { unreadNotes, unreadWarnings } from '../files/unread-files.js'
import { settingsOf } from '../plan/settings-of.js'
import type { ObjectSync } from './object-context.js'
import { endOf } from './run.js'

/** A report being filled in while its object is read. */
export function openObjectReport(object: string, mode: ObjectMode): ObjectReport {
  return { object, mode, outcome: 'done', written: 0, deleted: 0, dropped: 0, pages: 0, calls: 0, seconds: 0 }
}

/** Why an object failed; a name that the org doesn't know and the user's condition has is the user's to correct. */
export function buildFailure({ plan, run }: ObjectSync, error: unknown): ErrorReport {
  const failure = { object: plan.object, ...reportError(error) }
  const field = isExtractError(error, 'FIELD_UNKNOWN') ? error.details.field : undefined
  const where = settingsOf(plan.object, run.datasource)?.where
  if (field === undefined || !where?.toLowerCase().includes(field.toLowerCase())) return failure
  const hint =
    `The condition has "${field}": correct objects.${plan.object}.where in the configuration, ` +
    'or let the run-as user see the field. `sf-extract check` suggests a name.'
  return { ...failure, hint }
}

/** Warns where the overlap got too large to be kept whole, and where the org sent less than it announced. */
export function noteShortcomings({ report, run, plan, forgotten, cut, unread, enrichment }: ObjectSync): void {
  const refused = run.sink.refused?.(plan.object).warning ?? []
  const limit = run.settings.overlapLimit
  const repeats = `${forgotten} rows of the lookback are not remembered (overlap_limit is ${limit}): they may be written again in the next run.`
  const cutLists = [...cut.values()].reduce((sum, lists) => sum + lists, 0)
  const cuts = `${cutLists} child lists came with fewer rows than the org announced for them, twice, so their records may lack children. The next run reads them again.`
  const warnings = [
    ...(report.warnings ?? []),
    ...(forgotten === 0 ? [] : [repeats]),
    ...(cutLists === 0 ? [] : [cuts]),
    ...unreadWarnings(unread, plan.object),
    ...failureWarnings(enrichment),
  ].concat(refused)
  if (warnings.length > 0) report.warnings = warnings
  const notes = [...(report.notes ?? []), ...unreadNotes(unread)]
  if (notes.length > 0) report.notes = notes
}

/** Fills in what is known at the end, and keeps the report with the object's state for `status`. */
export function finishReport({ run, state, report, startedMs }: ObjectSync): void {
  const nowMs = run.clock.now()
  report.seconds = (nowMs - startedMs) / 1000
  report.calls = run.org.calls(report.object)
  report.bytes = run.sink.bytes?.(report.object)
  report.refused = run.sink.refused?.(report.object).count || undefined
  if (state.rows.watermark !== undefined) {
    report.watermark = state.rows.watermark
    report.lagSeconds = secondsBetween(state.rows.watermark, endOf(run))
  }
  state.last = report
  state.lastEnded = new Date(nowMs).toISOString()
}

/** None where the org never told its time; nothing is behind an earlier time than its own. */
function secondsBetween(watermark: Stamp, end: Stamp | undefined): number | undefined {
  return end === undefined ? undefined : Math.max(0, (Date.parse(end) - Date.parse(watermark)) / 1000)
}
