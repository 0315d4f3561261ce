/** What of an object's plan goes into its report. */
import type { ObjectContext } from '../run/object-context.js'
import { unknownRelationships, unreadableRelationships } from './lists/relationships.js'
import { settingsOf } from './settings-of.js'
import { chooseWatermarkField } from './watermark-field.js'
import { addMs } from '../windows/stamps.js'

/** Names in the report what the object's field list gained and lost since its last run; true where it changed. */
export function noteSchema({ plan, state, report }: ObjectContext): boolean {
  const { fields, missing } = plan.selection
  const gained = state.fields.length === 0 ? [] : fields.filter((name) => !state.fields.includes(name))
  const lost = state.fields.filter((name) => !fields.includes(name))
  for (const [key, names] of Object.entries({ missingFields: missing, newFields: gained, lostFields: lost })) {
    if (names.length > 0) report[key as FieldNews] = names
    else delete report[key as FieldNews]
  }
  return gained.length + lost.length > 0
}

type FieldNews = 'missingFields' | 'newFields' | 'lostFields'

/**
 * What the report says of what an earlier run was told to read again and left open. To be asked before the object's
 * windows are opened.
 */
export function unfinishedNotes({ run, plan, state }: ObjectContext): string[] {
  const { options, datasource } = run
  const { watermark, open } = state.rows
  if (watermark === undefined) return []
  const isFull = open?.mode === 'full' && plan.watermarkField !== undefined && !options.full
  const from = open?.mode === 'incremental' && options.since === undefined ? open.from : undefined
  const isSince = from !== undefined && from < addMs(watermark, -datasource.lookbackMs)
  const comparesIds = state.comparesIds === true && !options.reconcile
  return [
    ...(isFull ? ['Read in full'] : []),
    ...(isSince ? [`Read again from ${from} on`] : []),
    ...(comparesIds ? ['All Ids are compared'] : []),
  ].map((text) => `${text}, as an earlier run was to that did not finish or was rolled back.`)
}

/** Says in the report that the object is read whole in every run, and why. */
export function noteWholeReading({ plan, report }: ObjectContext): void {
  delete report.notes
  if (plan.watermarkField !== undefined) return
  const hasCreated = chooseWatermarkField(plan.describe, 'CreatedDate') !== undefined
  const reason = hasCreated
    ? `its only stamp, CreatedDate, stays when a row changes. If its rows never do, set objects: { ${plan.object}: { watermark_field: CreatedDate } }.`
    : 'it has no stamp that tells of changes.'
  report.notes = [`Read whole in every run: ${reason}`]
}

/** Says in the report that archived records are left out where they can't be told from deleted ones. */
export function noteArchived({ plan: { object, describe }, report }: ObjectContext): void {
  const has = (wanted: string) => describe.fields.some(({ name }) => name === wanted)
  if (!has('IsArchived') || has('IsDeleted')) return
  const text = `Archived records of ${object} are not read: the org doesn't show its IsDeleted, which tells them from deleted ones.`
  report.notes = [...(report.notes ?? []), text]
}

/**
 * Warns of configured child lists that the org lacks, or doesn't show to this user: records are written without them.
 */
export function noteLists({ run, plan, report }: ObjectContext): void {
  const settings = settingsOf(plan.object, run.datasource) ?? {}
  const problems = [
    ...unknownRelationships(settings, plan.describe),
    ...unreadableRelationships(settings, plan.describe, plan.selection.children),
  ]
  const warnings = problems.map((problem) => `${problem}. Records are written without it; the next run tries again.`)
  if (problems.length > 0) report.warnings = [...new Set([...(report.warnings ?? []), ...warnings])]
}

/** Warns where the object can't go by the field the user chose for it. */
export function noteWatermarkField({ run, plan, report }: ObjectContext): void {
  const wanted = settingsOf(plan.object, run.datasource)?.watermarkField
  if (wanted === undefined || wanted.toLowerCase() === plan.versionField?.toLowerCase()) return
  const instead =
    plan.versionField === undefined ? 'it is read whole in every run' : `${plan.versionField} is used instead`
  report.warnings = [
    ...(report.warnings ?? []),
    `The org can't filter and sort ${plan.object} by ${wanted}: ${instead}.`,
  ]
}
