/** Which directories have been written. */
import { directoriesKey } from '../../state/keys.js'
import { forgetHashes } from '../../state/sent.js'
import type { State, StateChange } from '../../state/state.js'

/** A directory that was written, or is about to be. */
export interface KnownDirectory {
  /** Of its document as it was written last; empty where it is to be written again. */
  hash: string
  /** The sObject whose records lie in it; a group of directories has none. */
  sobject?: string
}

/** By Id. */
export type KnownDirectories = Map<string, KnownDirectory>

export async function loadDirectories(state: State, datasource: string): Promise<KnownDirectories> {
  const known = (await state.read(directoriesKey(datasource))) as Record<string, KnownDirectory> | undefined
  return new Map(Object.entries(known ?? {}))
}

/** The state change that keeps them. */
export function directoriesChange(datasource: string, known: KnownDirectories): StateChange {
  return { key: directoriesKey(datasource), value: Object.fromEntries(known) }
}

/** Has the next run write all of them again, and remembers that they have gone out. */
export async function forgetDirectories(state: State, datasource: string): Promise<void> {
  const key = directoriesKey(datasource)
  const known = await state.read(key)
  if (known !== undefined) await state.write([{ key, value: forgetHashes(known) }])
}
