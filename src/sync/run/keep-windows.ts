import { findObjectName } from '../../config/values/find-object-name.js'
import type { Datasource } from '../../config/config-types.js'
import { isExtractError } from '../../errors/extract-error.js'
import { keysBelow, objectKey } from '../../state/keys.js'
import type { State } from '../../state/state.js'
import type { SyncOptions } from '../context.js'
import { forgetDirectories } from '../documents/known-directories.js'
import { openWindow } from '../windows/open-window.js'
import { compareIds, forgetRefusals, loadObjectState, renderObjectState, type ObjectState } from './object-state.js'

/**
 * Keeps what a run is told to read again, before the org is asked for anything: the windows of `full` and `since`, that
 * all Ids are to be compared, and that a full run writes the directories too. Where the run is cut short, fails, or is
 * held and rolled back, the next one goes on with that, for every object of it, begun or not. What the state doesn't
 * know yet is read whole in any case. Goes to the state itself, also where the run's own changes are held.
 */
export async function keepWindows(
  state: State,
  datasource: Pick<Datasource, 'id' | 'lookbackMs'>,
  options: Omit<SyncOptions, 'runId'>,
): Promise<void> {
  if (options.full && options.objects === undefined) await forgetDirectories(state, datasource.id)
  const prefix = keysBelow('object', datasource.id)
  const known = (await state.keys(prefix)).map((key) => key.slice(prefix.length))
  for (const object of known.filter((name) => isMeant(name, options))) {
    const kept = await loadOrNothing(state, datasource.id, object)
    if (kept === undefined || !isRead(kept)) continue
    openAgain(kept, datasource, options)
    await state.write([{ key: objectKey(datasource.id, object), value: renderObjectState(kept) }])
  }
}

/** Whether a run is told to read what an earlier one has read. */
export function readsAgain({ full, since, reconcile }: Omit<SyncOptions, 'runId'>): boolean {
  return full === true || since !== undefined || reconcile === true
}

function isMeant(object: string, { objects }: Pick<SyncOptions, 'objects'>): boolean {
  return objects === undefined || objects.some((name) => findObjectName(name, [object]) !== undefined)
}

/** What is damaged is for the run to report, where it reads the object. */
async function loadOrNothing(state: State, datasource: string, object: string): Promise<ObjectState | undefined> {
  try {
    return await loadObjectState(state, datasource, object)
  } catch (error) {
    if (isExtractError(error, 'STATE_BROKEN')) return undefined
    throw error
  }
}

function isRead({ rows }: ObjectState): boolean {
  return rows.watermark !== undefined || rows.open !== undefined
}

function openAgain(
  kept: ObjectState,
  { lookbackMs }: Pick<Datasource, 'lookbackMs'>,
  { full, since, reconcile }: Omit<SyncOptions, 'runId'>,
): void {
  if (full || since !== undefined) openWindow(kept.rows, { lookbackMs, full, since })
  if (full) forgetRefusals(kept)
  if (reconcile) compareIds(kept)
}
