/** Whether the org takes what `sync` would ask for an object. */
import { endsRun, isExtractError, type ExtractError } from '../../errors/extract-error.js'
import type { QueryResult } from '../../org/org.js'
import { soql } from '../../soql/soql.js'
import { trialOfLists } from '../../sync/plan/lists/trial.js'
import { rowsScan } from '../../sync/records/rows-scan.js'
import type { ObjectContext } from '../../sync/run/object-context.js'
import { sliceQuery, type Scan } from '../../sync/windows/window-query.js'
import type { Row } from '../../terms.js'
import { suggestField } from './check-names.js'
import { failure, type CheckResult } from './check-result.js'

/** What the org says of a statement: its first row, or that it refuses it. */
export interface FirstRow {
  row?: Row | undefined
  refusal?: CheckResult
}

/**
 * What the org says of the first row of the object's window. A statement that it refuses
 * is tried with the Id alone, to tell the user's condition from the select list. Throws what ends a run.
 */
export async function checkQuery(context: ObjectContext, result: QueryResult, subject: string): Promise<FirstRow> {
  const { row, error } = await firstOf(result)
  return error === undefined ? { row } : { refusal: await describeRefusal(error, context, subject) }
}

async function describeRefusal(error: ExtractError, context: ObjectContext, subject: string): Promise<CheckResult> {
  if (error.code === 'QUERY_TIMEOUT')
    return { outcome: 'note', subject, text: `${error.message} sync splits its window.` }
  const refusedList = await findRefusedList(context, subject)
  if (refusedList !== undefined) return refusedList
  const scan = rowsScan(context)
  const bare: Scan = { ...scan, select: soql(scan.sobject).id() }
  const isFieldRefused = error.code === 'FIELD_UNKNOWN'
  if (isFieldRefused && (await isTaken(bare, context))) {
    return { outcome: 'note', subject, text: `sync leaves out what the org lists and then refuses: ${error.message}` }
  }
  if (scan.condition === undefined || !(await isTaken({ ...bare, condition: undefined }, context)))
    return failure(subject, error)
  const field = error.details.field
  const suggestion = field === undefined ? '' : suggestField(field, context.plan.describe)
  const refused = failure(subject, error)
  return { ...refused, text: `where: the org refuses this condition: ${refused.text}${suggestion}` }
}

/** The first configured list whose condition or order the org refuses. */
async function findRefusedList({ run, plan }: ObjectContext, subject: string): Promise<CheckResult | undefined> {
  for (const { relationship, childSObject } of plan.selection.children) {
    const trial = trialOfLists(plan.selection, relationship)
    if (trial === undefined) continue
    const { error } = await firstOf(run.org.query({ sobject: plan.object, scope: plan.scope, soql: trial }))
    if (error === undefined) continue
    const field = error.details.field
    const describe = run.catalog.describes.get(childSObject)
    const suggestion = field === undefined || describe === undefined ? '' : suggestField(field, describe)
    const refused = failure(subject, error)
    return { ...refused, text: `children.${relationship}: the org refuses this list: ${refused.text}${suggestion}` }
  }
  return undefined
}

async function isTaken(scan: Scan, { run }: ObjectContext): Promise<boolean> {
  return (await firstOf(run.org.query(sliceQuery(scan, 1)))).error === undefined
}

async function firstOf(result: QueryResult): Promise<{ row?: Row | undefined; error?: ExtractError }> {
  try {
    const { value } = await result.pages().next()
    return { row: value?.rows[0] }
  } catch (error) {
    if (endsRun(error) || !isExtractError(error)) throw error
    return { error }
  }
}
