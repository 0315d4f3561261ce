import type { Stamp } from '../terms.js'
import type { ChildSource } from './child-sources.js'
import type { ObjectPlan } from './object-plan.js'
import type { Run } from './run.js'

/**
 * The end of the run's windows: the org's clock as an answer told it. Where a first load needs it and no answer has told it yet,
 * since the field cache was fresh, the org is asked once, by a request the field cache makes conditional. Else it may be
 * undefined: the poll's own answer is the first to tell it.
 */
export async function findEnd(
  { org, catalog, states, children }: Run,
  plans: ObjectPlan[],
  sources: ChildSource[],
): Promise<Stamp | undefined> {
  const isFirst =
    plans.some(({ object }) => states.get(object)!.rows.watermark === undefined) ||
    sources.some(({ child }) => children.cursors.get(child)?.watermark === undefined)
  if (isFirst && org.startTime() === undefined) await org.describeGlobal(catalog.lastModified)
  return org.startTime()
}
