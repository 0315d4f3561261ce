/** Schema drift: fields that came and went between runs, and a query that heals itself when one went during it. */
import type { ExtractError } from '../errors/extract-error.js'
import type { SObjectDescribe } from '../terms.js'
import { refreshDescribe } from './catalog.js'
import { planObject } from './object-plan.js'
import type { ObjectRun, ObjectWork } from './object-work.js'

/** Names in the report what the object's field list gained and lost since its last run; true where it changed. */
export function noteSchema({ plan, state, report }: ObjectWork): boolean {
  const { fields, missing } = plan.selection
  if (missing.length > 0) report.missingFields = missing
  if (state.fields.length === 0) return false
  const gained = fields.filter((name) => !state.fields.includes(name))
  const lost = state.fields.filter((name) => !fields.includes(name))
  if (gained.length > 0) report.newFields = gained
  if (lost.length > 0) report.lostFields = lost
  return gained.length + lost.length > 0
}

/**
 * Plans the object anew after the org refused a field: from a fresh describe, and without the refused field where the describe
 * still lists it. False where that changes nothing, so that the error stands.
 */
export async function healSchema(object: ObjectRun, error: ExtractError): Promise<boolean> {
  const { run, plan } = object
  const refused = refusedField(error)
  const sobject = refused?.sobject ?? plan.object
  const { describes } = run.catalog
  if (!describes.has(sobject)) return false
  await refreshDescribe(run.catalog, sobject, run)
  if (refused !== undefined) describes.set(sobject, withoutField(describes.get(sobject)!, refused.field))
  const before = statements(object)
  object.plan = planObject({ name: plan.object, isStandard: plan.isStandard }, run)
  if (statements(object) === before) return false
  noteSchema(object)
  return true
}

/** Salesforce says `No such column 'X' on entity 'Y'` for a field that is gone, hidden or misspelt alike. */
function refusedField(error: ExtractError): { field: string; sobject: string } | undefined {
  const [, field, sobject] = /No such column '([^']+)' on entity '([^']+)'/.exec(error.message) ?? []
  return field === undefined || sobject === undefined ? undefined : { field, sobject }
}

function withoutField(describe: SObjectDescribe, name: string): SObjectDescribe {
  return { ...describe, fields: describe.fields.filter((field) => field.name.toLowerCase() !== name.toLowerCase()) }
}

function statements({ plan }: ObjectRun): string {
  return [...plan.selects, ...(plan.feedSelect === undefined ? [] : [plan.feedSelect])].map((select) => select.text()).join('\n')
}
