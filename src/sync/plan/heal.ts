/** A query that heals itself when one of its fields went during the run. */
import { endsRun, isExtractError, type ExtractError } from '../../errors/extract-error.js'
import type { FieldDescribe, SObjectDescribe } from '../../terms.js'
import { fetchDescribe } from './catalog/catalog.js'
import { describeNamedParents } from './catalog/parents.js'
import { deletionSelect } from '../deletions/deletions.js'
import { planFiles } from '../files/plan-files.js'
import { planObject, type ObjectPlan } from './object-plan.js'
import type { ObjectContext } from '../run/object-context.js'
import { isTooComplicated } from '../windows/slices.js'
import { noteLists, noteSchema } from './note-plan.js'
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
      if (!isHealable(error) || !(await heal(error))) throw error
    }
  }
}

function isHealable(error: unknown): error is ExtractError {
  if (!isExtractError(error)) return false
  return error.code === 'FIELD_UNKNOWN' || error.details.misused !== undefined || isTooComplicated(error)
}

/** Whether the select lists of an object may be cut into shorter ones. */
export function isSplittable({ mostItems = 1 }: ObjectPlan): boolean {
  return mostItems > 1
}

/**
 * Plans the object anew after the org refused a field: from a fresh describe, and without the refused name where the
 * describe still lists it. False where that changes nothing, so that the error stands.
 */
export async function healSchema(object: ObjectContext, error: ExtractError): Promise<boolean> {
  const { run, plan, state } = object
  if (error.details.misused !== undefined) return healCondition(object, error.details.misused)
  if (isTooComplicated(error)) return shortenSelects(object, error)
  const sobject = await redescribe(run, error, plan.object)
  if (sobject === undefined) return false
  // A parent that only this object needs: known to need a describe from now on, in later runs too.
  if (sobject !== plan.object && !state.described.includes(sobject)) state.described.push(sobject)
  object.plan = planAgain(plan, run) ?? plan
  if (statements(object.plan) === statements(plan)) await healPaths(object, error)
  if (statements(object.plan) === statements(plan)) return false
  noteSchema(object)
  noteLists(object)
  return true
}

/** Plans the object anew with half as many fields to a statement, where it is one of its own that was refused. */
function shortenSelects(object: ObjectContext, { details: { soql = '' } }: ExtractError): boolean {
  const { run, plan, state } = object
  const isOwn = plan.selects.some((select) => soql.startsWith(select.text()))
  if (!isOwn || !isSplittable(plan)) return false
  state.mostItems = Math.ceil(plan.mostItems! / 2)
  object.plan = planAgain(plan, run) ?? plan
  return true
}

/**
 * The refused name may be in a path whose parents were taken on trust: their describes are needed from now on. Of a
 * relationship further up a path the org doesn't say whose it is: it goes out of every parent that isn't read itself.
 */
async function healPaths(object: ObjectContext, { details: { field, entity } }: ExtractError): Promise<void> {
  const { run, plan, state } = object
  const { describes, objects } = run.catalog
  state.described.push(...(await describeNamedParents(run, [plan.object])))
  object.plan = planAgain(plan, run) ?? plan
  if (statements(object.plan) !== statements(plan) || field === undefined || entity !== undefined) return
  const parents = [...describes].filter(([sobject]) => !objects.some(({ name }) => name === sobject))
  for (const [sobject, describe] of parents) describes.set(sobject, without(describe, field.toLowerCase()))
  object.plan = planAgain(plan, run) ?? plan
}

/**
 * Plans the object anew without its watermark field, or a condition on IsDeleted, where that is what the org refused to
 * filter or sort by, whatever the describe says. Another stamp takes its place, or none, and the object is read whole.
 */
function healCondition(object: ObjectContext, misused: string): boolean {
  const { run, plan } = object
  const name = [plan.watermarkField, 'IsDeleted'].find((known) => known?.toLowerCase() === misused.toLowerCase())
  const describe = run.catalog.describes.get(plan.object)
  const isMisused = (field: FieldDescribe) => field.name === name && field.filterable
  if (!describe?.fields.some(isMisused)) return false
  const fields = describe.fields.map((field) =>
    isMisused(field) ? { ...field, filterable: false, sortable: false } : field,
  )
  run.catalog.describes.set(plan.object, { ...describe, fields })
  object.plan = planAgain(plan, run) ?? plan
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
  const { field, entity = sobject } = error.details
  const name = field?.toLowerCase()
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
  if (plan.files) return planFiles(plan.object, run.catalog, run.datasource)
  return planObject({ name: plan.object, isStandard: plan.isStandard }, run)
}

function statements(plan: ObjectPlan): string {
  const apart = plan.selection.children.flatMap(({ htmlText }) => htmlText?.select ?? [])
  const feeds = plan.feeds === undefined ? [] : [plan.feeds.select]
  return [...plan.selects, ...apart, ...feeds, deletionSelect({ plan })].map((select) => select.text()).join('\n')
}
