/** Whether what is left of an object's window goes by REST or by a query job. */
import { settingsOf } from '../plan/settings-of.js'
import type { ObjectContext } from '../run/object-context.js'
import { planBulk } from './bulk-plan.js'

/** What the settings, or `--transport` over them, say of an object. */
export function transportOf({ run, plan }: ObjectContext): 'auto' | 'rest' | 'bulk' {
  const { datasource, options } = run
  return options.transport ?? settingsOf(plan.object, datasource)?.transport ?? datasource.transport
}

/**
 * Whether the window is one for a job at all: a first load, a full one, or a range of these. A window between two
 * stamps has few rows, and files have links or are fetched one by one.
 */
export function mayGoByBulk(object: ObjectContext): boolean {
  const { mode, stampless } = object.state.rows.open ?? {}
  return mode === 'full' && !stampless && !object.plan.files && transportOf(object) !== 'rest'
}

/**
 * Whether to go on by a job where so many rows are left; `reason` where REST costs no more calls though there are many.
 */
export function chooseWay(object: ObjectContext, rows: number): { isBulk: boolean; reason?: string } {
  if (!mayGoByBulk(object)) return { isBulk: false }
  if (transportOf(object) === 'bulk') return { isBulk: true }
  if (rows < object.run.settings.bulkThreshold) return { isBulk: false }
  const { rest } = planBulk(object)
  if (rest.length < object.plan.selects.length) return { isBulk: true }
  const reason =
    'Read by REST though it has many rows: a job of the Bulk API has no child lists, and no fields of parents of several ' +
    'kinds, so it would spare no calls. `transport: bulk` reads it by a job all the same.'
  return { isBulk: false, reason }
}
