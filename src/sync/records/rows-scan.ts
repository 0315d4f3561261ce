import { isSplittable } from '../plan/heal.js'
import type { ObjectContext } from '../run/object-context.js'
import type { Scan } from '../windows/window-query.js'

/** The scan of the object's open window. */
export function rowsScan({ plan, state }: ObjectContext): Scan {
  return {
    sobject: plan.object,
    scope: plan.scope,
    mayLackStamp: plan.mayLackStamp,
    window: state.rows.open!,
    select: plan.selects[0]!,
    isSplittable: isSplittable(plan),
    watermarkField: plan.watermarkField,
    condition: plan.condition,
    dropsDeleted: plan.dropsDeleted,
  }
}
