import type { Stamp } from '../../terms.js'
import type { ObjectContext } from '../run/object-context.js'

/**
 * Whether all files are to be read again, as `links_sweep` says. A run that reads them all anyway is a sweep, and so
 * counts the first one.
 */
export function isSweepDue({ run, plan, state }: ObjectContext, end: Stamp): boolean {
  const { linksSweepMs } = run.datasource
  if (plan.files?.links === undefined || linksSweepMs === 0) return false
  if (state.sweep?.ended === undefined && state.sweep?.after === undefined) {
    state.sweep = { ended: end }
    return false
  }
  if (state.sweep.after !== undefined) return true
  return Date.parse(end) - Date.parse(state.sweep.ended!) >= linksSweepMs
}
