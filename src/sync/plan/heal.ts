/** A query that heals itself when one of its fields went during the run. */
import { endsRun, isExtractError, type ExtractError } from '../../errors/extract-error.js'
import type { SObjectDescribe } from '../../terms.js'
import { fetchDescribe } from './catalog/catalog.js'
import { deletionSelect } from '../deletions/deletions.js'
import { planFiles } from '../files/plan-files.js'
import { planObject, type ObjectPlan } from './object-plan.js'
import type { ObjectSync } from '../run/object-context.js'
import { noteSchema } from './note-plan.js'
import type { Run } from '../run/run.js'

/**
 * Runs a step, and again whenever `heal` mends what the org refused a field for. Each healing has to change the
 * statement, so that this ends.
 */
export async function healing(
  step: () => Promise<void>,
  heal: (error: ExtractError) => Promise<boolean>,
): Promise<void> {
  for (;;) {
    try {
      return await step()
    } catch (error) {
      if (!isExtractError(error, 'FIELD_UNKNOWN') || !(await heal(error))) throw error
    }
  }
}

/**
 * Plans the object anew after the org refused a field: from a fresh describe, and without the refused name where the
 * describe still lists it. False where that changes nothing, so that the error stands.
 */
export async function healSchema(object: ObjectSync, error: ExtractError): Promise<boolean> {
  const { run, plan, state } = object
  const sobject = await redescribe(run, error, plan.object)
  if (sobject === undefined) return false
  // A parent that only this object needs: known to need a describe from now on, in later runs too.
  if (sobject !== plan.object && !state.described.includes(sobject)) state.described.push(sobject)
  object.plan = planAgain(plan, run) ?? plan
  if (statements(object.plan) === statements(plan)) return false
  noteSchema(object)
  return true
}

/**
 * Reads anew the describe of the sObject whose field the org refused, `sobject` where it doesn't say which, and leaves
 * out of it every name refused in this run: with one of them back, the next refusal would bring the other back.
 * A name that another object of the run was refused is known already. Gives the sObject's name; undefined where the org
 * doesn't describe it.
 */
export async function redescribe(run: Run, error: ExtractError, sobject: string): Promise<string | undefined> {
  const { describes, refused } = run.catalog
  const { name, sobject: entity = sobject } = refusedName(error)
  if (name !== undefined && refused.get(entity)?.has(name)) return entity
  try {
    const describe = await fetchDescribe(entity, run)
    const names = new Set([...(refused.get(entity) ?? []), ...(name === undefined ? [] : [name])])
    refused.set(entity, names)
    describes.set(entity, [...names].reduce(without, describe))
  } catch (cause) {
    if (endsRun(cause) || !isExtractError(cause)) throw cause
    return undefined
  }
  return entity
}

/**
 * Salesforce says `No such column 'X' on entity 'Y'` for a field that is gone, hidden or misspelt alike, and `Didn't
 * understand relationship 'Z'` for a parent or child list. The name comes in lower case.
 */
function refusedName({ message, details }: ExtractError): { name?: string; sobject?: string } {
  const [, sobject] = /No such column '[^']+' on entity '([^']+)'/.exec(message) ?? []
  return {
    ...(details.field === undefined ? {} : { name: details.field.toLowerCase() }),
    ...(sobject === undefined ? {} : { sobject }),
  }
}

/** The describe without the field, parent or child list of this name, which is in lower case. */
function without(describe: SObjectDescribe, name: string): SObjectDescribe {
  const isIt = (other: string | null) => other?.toLowerCase() === name
  const fields = describe.fields.filter((field) => !isIt(field.name))
  return {
    ...describe,
    fields: fields.map((field) => (isIt(field.relationshipName) ? { ...field, relationshipName: null } : field)),
    childRelationships: describe.childRelationships.filter((child) => !isIt(child.relationshipName)),
  }
}

function planAgain(plan: ObjectPlan, run: Run): ObjectPlan | undefined {
  if (plan.isFiles) return planFiles(run.catalog, run.datasource)
  return planObject({ name: plan.object, isStandard: plan.isStandard }, run)
}

function statements(plan: ObjectPlan): string {
  const apart = plan.selection.children.flatMap(({ htmlText }) => htmlText?.select ?? [])
  const feeds = plan.feedSelect === undefined ? [] : [plan.feedSelect]
  return [...plan.selects, ...apart, ...feeds, deletionSelect({ plan })].map((select) => select.text()).join('\n')
}
