import { ExtractError } from '../../errors/extract-error.js'
import type { Stamp } from '../../terms.js'
import type { ChildSource } from '../children/child-sources.js'
import { isListed } from '../children/touched-records.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import type { Run } from './run.js'

/** A query may take the org two minutes, and the Date of its response is that of their end. */
const longestQueryMs = 120_000

/**
 * The end of the run's windows: the org's clock as a response told it. Where a first load needs it and no response has
 * told it yet, since the field cache was fresh, one request is made, which the field cache makes conditional; and so
 * where the lookback would not cover what commits while a query runs. Else it may be undefined: the poll's own response
 * is the first to tell it. Throws BAD_ANSWER where the org doesn't tell it: the statements, which fail without, are
 * spared.
 */
export async function findEnd(run: Run, plans: ObjectPlan[], sources: ChildSource[]): Promise<Stamp | undefined> {
  const { org, catalog } = run
  const isUntold = () => org.startTime() === undefined
  // First looks may be on their way still.
  for (const peek of run.peeks.values()) if (isUntold()) await peek.page()
  // Calls without a word of the time were lost on their way, or the org has none to say.
  const isAsked = org.calls() > 0 || needsEnd(run, plans, sources)
  if (isUntold() && isAsked) await org.describeGlobal(catalog.lastModified)
  if (isUntold() && isAsked) throw buildTimeless()
  return org.startTime()
}

/** Whether a run can't leave it to the poll to tell the end. */
export function needsEnd({ states, children, datasource }: Run, plans: ObjectPlan[], sources: ChildSource[]): boolean {
  const isFirst =
    plans.some(({ object }) => states.get(object)!.rows.watermark === undefined) ||
    sources.some((source) => children.cursors.get(source.child)?.watermark === undefined || isListed(source))
  return isFirst || datasource.lookbackMs < longestQueryMs
}

function buildTimeless(): ExtractError {
  const text =
    "The org's answers can't be used: none has a Date header that can be read, and runs go by the org's clock"
  return new ExtractError('BAD_ANSWER', text, {
    hint: 'Salesforce sends the header with every answer. Look at what is between this machine and the org: a proxy, say.',
  })
}
