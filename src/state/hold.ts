/** `--hold`: the changes of a run stay pending until `commit` moves them into place or `rollback` drops them. */
import type { State, StateChange } from './state.js'
import { heldRunKey, pendingKey, pendingPrefix, settlingKey, withdrawnKey } from './keys.js'
import { keepSent } from './sent.js'

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

/** Keeps which run into a folder is held, before it writes anything: by its id its files are found. */
export async function beginHeld(state: State, datasource: string, runId: string): Promise<void> {
  await state.write([{ key: heldRunKey(datasource), value: runId }])
}

/** True where a held run waits for `commit` or `rollback`, or for the end of one that was cut short. */
export async function hasHeld(state: State, datasource: string): Promise<boolean> {
  if ((await state.read(settlingKey(datasource))) !== undefined) return true
  return (await state.keys(pendingPrefix(datasource))).length > 0
}

/** What became of a held run, and of how many keys: of none that were pending where only the end was missing. */
export interface Settlement {
  outcome: 'committed' | 'rolled back'
  keys: number
}

/**
 * Moves what is pending into place and says how many keys that were; with nothing pending it does nothing.
 * The mark comes first and goes last, so a commit cut short is done again by the next commitHeld or rollbackHeld. A
 * rollback that had begun is finished instead: part of what was pending is gone. The caller holds the datasource's
 * lock.
 */
export async function commitHeld(state: State, datasource: string): Promise<Settlement> {
  if ((await state.read(settlingKey(datasource))) !== rollingBack) return moveHeld(state, datasource)
  return dropHeld(state, datasource)
}

/** What the mark says of a rollback; of a commit it is true. */
const rollingBack = 'rollback'

async function moveHeld(state: State, datasource: string): Promise<Settlement> {
  const prefix = pendingPrefix(datasource)
  const pending = await state.keys(prefix)
  const moves: StateChange[] = []
  for (const key of pending) {
    moves.push({ key: key.slice(prefix.length), value: (await readHeld(state, key))?.value })
  }
  const mark = settlingKey(datasource)
  if (pending.length > 0) await state.write([{ key: mark, value: true }, ...moves, ...removals(pending)])
  await state.write(removals([heldRunKey(datasource), mark]))
  return { outcome: 'committed', keys: pending.length }
}

/**
 * Drops what is pending and says how many keys that were. A commit that had begun is finished instead: whoever asked
 * for it has the documents. What the dropped run sent stays known (keepSent), and its files are noted to be taken away
 * by whoever has their folder. The caller holds the datasource's lock.
 */
export async function rollbackHeld(state: State, datasource: string): Promise<Settlement> {
  if ((await state.read(settlingKey(datasource))) === true) return moveHeld(state, datasource)
  return dropHeld(state, datasource)
}

async function dropHeld(state: State, datasource: string): Promise<Settlement> {
  const prefix = pendingPrefix(datasource)
  const pending = await state.keys(prefix)
  if (pending.length > 0) await state.write([{ key: settlingKey(datasource), value: rollingBack }])
  for (const each of pending) {
    const key = each.slice(prefix.length)
    const changes = await keepSent(state, key, (await readHeld(state, each))?.value)
    await state.write([...changes, { key: each, value: undefined }])
  }
  await withdraw(state, datasource)
  if ((await state.read(settlingKey(datasource))) !== undefined) await state.write(removals([settlingKey(datasource)]))
  return { outcome: 'rolled back', keys: pending.length }
}

async function withdraw(state: State, datasource: string): Promise<void> {
  const runId = await state.read(heldRunKey(datasource))
  if (typeof runId !== 'string') return
  const runs = new Set((await state.read(withdrawnKey(datasource))) as string[] | undefined)
  await state.write([
    { key: withdrawnKey(datasource), value: [...runs.add(runId)] },
    { key: heldRunKey(datasource), value: undefined },
  ])
}

/** A pending value is wrapped, because a held removal has to be told from nothing held. */
async function readHeld(state: State, key: string): Promise<{ value?: unknown } | undefined> {
  return (await state.read(key)) as { value?: unknown } | undefined
}

function removals(keys: string[]): StateChange[] {
  return keys.map((key) => ({ key, value: undefined }))
}
