/** Where documents go. Each destination has a state of its own, in which only the field cache is another's too. */
import { randomBytes, randomUUID } from 'node:crypto'
import { destinationKey, destinationsPrefix, isShared, keysAt, stateIdKey } from './keys.js'
import type { State, StateChange } from './state.js'

/** A destination of a datasource: a folder by its mark's id, or, where there is no folder, what a program calls it. */
export interface Destination {
  id: string
  /** Where the folder was when it was last written to; absent for a pipe and a program's own sink. */
  folder?: string
  /** What a target is called by, its address without credentials; absent for all others. */
  target?: string
  /** It was found without anything that had been written to it, and the user was told. */
  isSpool?: true
}

/** Standard output, and the sink of a program that gives its destination no name. */
export const pipe: Destination = { id: 'pipe' }

/**
 * The state as the runs into one destination see it. The pipe's keys stand by themselves, those of the others behind
 * their destination's id.
 */
export function destinationState(state: State, { id }: Pick<Destination, 'id'>): State {
  if (id === pipe.id) return state
  const own = keysAt(id)
  const place = (key: string) => (isShared(key) ? key : own + key)
  const placed = (changes: StateChange[]) => changes.map(({ key, value }) => ({ key: place(key), value }))
  const { inPieces } = state
  return {
    read: (key) => state.read(place(key)),
    write: (changes) => state.write(placed(changes)),
    ...(inPieces && {
      inPieces: async (changes) =>
        (await inPieces(placed(changes))).map(({ key, value }) => ({
          key: isShared(key) ? key : key.slice(own.length),
          value,
        })),
    }),
    keys: async (prefix) => {
      if (isShared(prefix)) return state.keys(prefix)
      return (await state.keys(own + prefix)).map((key) => key.slice(own.length))
    },
    close: () => state.close(),
  }
}

/** The destinations a datasource has been written to, the pipe first, which every datasource has. */
export async function listDestinations(state: State, datasource: string): Promise<Destination[]> {
  const known: Destination[] = []
  for (const key of (await state.keys(destinationsPrefix(datasource))).toSorted()) {
    const { isLeft, ...destination } = (await state.read(key)) as KnownDestination
    if (!isLeft) known.push(destination)
  }
  return [pipe, ...known]
}

/** What is kept of a destination; undefined for one that this state has never written to. */
export async function findDestination(state: State, datasource: string, id: string): Promise<Destination | undefined> {
  return (await state.read(destinationKey(datasource, id))) as KnownDestination | undefined
}

/** The destination that a target is of a datasource; undefined where this state has never written to it. */
export async function findTarget(state: State, datasource: string, name: string): Promise<Destination | undefined> {
  return (await listDestinations(state, datasource)).find(({ target }) => target === name)
}

/**
 * Keeps where a destination is. Another that was in the same folder has left it: its mark is gone; so has another of
 * the same target, which was emptied. Gives the number of those.
 */
export async function keepDestination(state: State, datasource: string, destination: Destination): Promise<number> {
  let left = 0
  for (const other of await listDestinations(state, datasource)) {
    if (other.id === destination.id || !isSamePlace(other, destination)) continue
    await state.write([{ key: destinationKey(datasource, other.id), value: { ...other, isLeft: true } }])
    left += 1
  }
  const key = destinationKey(datasource, destination.id)
  if (JSON.stringify(await state.read(key)) !== JSON.stringify(destination)) {
    await state.write([{ key, value: destination }])
  }
  return left
}

function isSamePlace(one: Destination, other: Destination): boolean {
  if (one.target !== undefined) return one.target === other.target
  return one.folder !== undefined && one.folder === other.folder
}

/** An id for a destination that is new. */
export function buildDestinationId(): string {
  return randomBytes(8).toString('hex')
}

/** The id of a state, made when it is first asked for: marks say by it whose they are. */
export async function loadStateId(state: State): Promise<string> {
  const known = await state.read(stateIdKey)
  if (typeof known === 'string') return known
  const made = randomUUID()
  await state.write([{ key: stateIdKey, value: made }])
  return made
}

interface KnownDestination extends Destination {
  /** Its folder has another mark, or was emptied. */
  isLeft?: boolean
}
