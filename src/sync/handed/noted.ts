/** What polls of children note for handed objects: their own runs know nothing of it, and it is done after them. */
import { notedKey } from '../../state/keys.js'
import type { State, StateChange } from '../../state/state.js'
import type { RecordId } from '../../terms.js'

export interface Noted {
  /** Records to be written again, where they have been written. */
  ids: Set<RecordId>
  /**
   * Hashes of changed children, whose records are found by what is kept of the lists in documents: while these are
   * being written that is not known yet.
   */
  listed: Set<string>
}

export function openNoted(): Noted {
  return { ids: new Set(), listed: new Set() }
}

export async function loadNoted(state: State, datasource: string, object: string): Promise<Noted> {
  const kept = (await state.read(notedKey(datasource, object))) as { ids: string[]; listed: string[] } | undefined
  return { ids: new Set(kept?.ids), listed: new Set(kept?.listed) }
}

/** The state change that adds to what is noted; only the holder of the datasource's lock may make it. */
export async function notedChange(
  state: State,
  { datasource, object }: { datasource: string; object: string },
  { ids, listed }: Noted,
): Promise<StateChange> {
  const kept = await loadNoted(state, datasource, object)
  const value = { ids: [...new Set([...kept.ids, ...ids])], listed: [...new Set([...kept.listed, ...listed])] }
  return { key: notedKey(datasource, object), value }
}
