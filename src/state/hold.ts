/** `--hold`: the changes of a run stay pending until `commit` moves them into place or `rollback` drops them. */
import type { State, StateChange } from './state.js'
import { pendingKey, pendingPrefix, settlingKey } from './keys.js'

/**
 * A view of the state for a held run: writes go to pending keys, reads see what is pending before what is committed.
 * A run that starts drops what an earlier one left pending (rollbackHeld): its documents have to go out again.
 */
export function holdState(state: State, datasource: string): State {
  return {
    read: async (key) => {
      const held = await readHeld(state, pendingKey(datasource, key))
      return held === undefined ? state.read(key) : held.value
    },
    write: (changes) =>
      state.write(changes.map(({ key, value }) => ({ key: pendingKey(datasource, key), value: { value } }))),
    keys: async (prefix) => {
      const ours = pendingPrefix(datasource)
      const keys = new Set((await state.keys(prefix)).filter((key) => !key.startsWith(ours)))
      for (const pending of await state.keys(ours + prefix)) {
        const held = await readHeld(state, pending)
        const key = pending.slice(ours.length)
        if (held?.value === undefined) keys.delete(key)
        else keys.add(key)
      }
      return [...keys]
    },
    close: () => state.close(),
  }
}

/** True where a held run waits for `commit` or `rollback`, or for the end of a commit that was cut short. */
export async function hasHeld(state: State, datasource: string): Promise<boolean> {
  if ((await state.read(settlingKey(datasource))) !== undefined) return true
  return (await state.keys(pendingPrefix(datasource))).length > 0
}

/**
 * Moves what is pending into place and says how many keys that were; with nothing pending it does nothing.
 * The mark comes first and goes last, so a commit cut short is done again by the next commitHeld or rollbackHeld.
 * The caller holds the datasource's lock.
 */
export async function commitHeld(state: State, datasource: string): Promise<number> {
  const prefix = pendingPrefix(datasource)
  const pending = await state.keys(prefix)
  const moves: StateChange[] = []
  for (const key of pending) {
    moves.push({ key: key.slice(prefix.length), value: (await readHeld(state, key))?.value })
  }
  const mark = settlingKey(datasource)
  if (pending.length > 0) await state.write([{ key: mark, value: true }, ...moves, ...removals(pending)])
  await state.write([{ key: mark, value: undefined }])
  return pending.length
}

/**
 * Drops what is pending and says how many keys that were. A commit that had begun is finished instead: whoever asked
 * for it has the documents. The caller holds the datasource's lock.
 */
export async function rollbackHeld(state: State, datasource: string): Promise<number> {
  if ((await state.read(settlingKey(datasource))) !== undefined) {
    await commitHeld(state, datasource)
    return 0
  }
  const pending = await state.keys(pendingPrefix(datasource))
  await state.write(removals(pending))
  return pending.length
}

/** A pending value is wrapped, because a held removal has to be told from nothing held. */
async function readHeld(state: State, key: string): Promise<{ value?: unknown } | undefined> {
  return (await state.read(key)) as { value?: unknown } | undefined
}

function removals(keys: string[]): StateChange[] {
  return keys.map((key) => ({ key, value: undefined }))
}
