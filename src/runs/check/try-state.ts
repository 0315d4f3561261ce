/** The state as a run would use it: opened, written to, and left as it was. */
import { randomUUID } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import type { Clock } from '../../clock.js'
import { parseStateAddress } from '../../config/addresses/state-address.js'
import { isErrno } from '../../durable-files.js'
import { fieldCachePrefix } from '../../state/keys.js'
import { openMemoryState } from '../../state/memory-state.js'
import type { State } from '../../state/state.js'
import { loadStorePackage, openStore } from '../../state/stores/open-store.js'
import { failure, type CheckResult } from './check-result.js'
import { withoutTrace } from './try-folder.js'

export interface StateTrial {
  result: CheckResult
  /** What the state holds, the field cache apart; writes to it are kept in memory. Nothing where it can't be used. */
  state: State
}

/**
 * Opens the state, writes a value and removes it, and hands `work` what it holds. Without the network no server is
 * asked: of a state on one only the package is loaded.
 */
export async function withTriedState<T>(
  address: string,
  { clock, offline }: { clock: Clock; offline: boolean },
  work: (trial: StateTrial) => Promise<T>,
): Promise<T> {
  const { kind, location, text } = parseStateAddress(address)
  const nothing = openMemoryState()
  const isLocal = kind === 'file' || kind === 'sqlite'
  if (offline && !isLocal) {
    const result = await outcomeOf(() => loadStorePackage(address), `${text}, its package is there; it was not asked`)
    return work({ result, state: nothing })
  }
  if (kind === 'file') return withoutTrace(location, () => tryAndUse({ address, text }, clock, work))
  const path = kind === 'sqlite' ? location : undefined
  if (path === undefined || path === ':memory:' || (await isThere(path)))
    return tryAndUse({ address, text }, clock, work)
  // A database that isn't there yet is tried beside its place: by the time it is removed the file may be another run's.
  const trial = `${path}.check-${randomUUID()}`
  try {
    return await tryAndUse({ address: `sqlite:${trial}`, text }, clock, work)
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(trial + suffix, { force: true })
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error) => !isErrno(error, 'ENOENT'),
  )
}

async function tryAndUse<T>(
  { address, text }: { address: string; text: string },
  clock: Clock,
  work: (trial: StateTrial) => Promise<T>,
): Promise<T> {
  let opened: State | undefined
  try {
    const result = await outcomeOf(async () => {
      opened = (await openStore(address, { clock })).state
      await tryWrite(opened)
    }, text)
    return await work({ result, state: opened === undefined ? openMemoryState() : viewOf(opened) })
  } finally {
    await opened?.close()
  }
}

async function outcomeOf(attempt: () => Promise<unknown>, text: string): Promise<CheckResult> {
  try {
    await attempt()
    return { outcome: 'good', subject: 'state', text }
  } catch (error) {
    return failure('state', error)
  }
}

async function tryWrite(state: State): Promise<void> {
  const key = `check:${randomUUID()}`
  await state.write([{ key, value: true }])
  await state.read(key)
  await state.write([{ key, value: undefined }])
}

/** Shows what is kept, but for describes, which are to be fetched anew, and keeps writes to itself. */
function viewOf(state: State): State {
  const own = openMemoryState()
  return {
    ...own,
    read: async (key) => (await own.read(key)) ?? (isHidden(key) ? undefined : state.read(key)),
    keys: async (prefix) => (await state.keys(prefix)).filter((key) => !isHidden(key)),
  }
}

function isHidden(key: string): boolean {
  return key.startsWith(fieldCachePrefix)
}
