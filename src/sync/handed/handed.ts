/** Which objects of a datasource are handed to runs of their own, and what these have to say at their end. */
import { handedDoneKey, handedKey, writerKey } from '../../state/keys.js'
import type { State, StateChange } from '../../state/state.js'
import type { ObjectOutcome, Stamp } from '../../terms.js'
import type { IdRange } from '../ranges/id-ranges.js'
import { loadLastRun } from '../run/last-run.js'

/** An object while it is handed. */
export interface Handed {
  token: string
  since: Stamp
  /** The id of the run that has handed it. */
  run: string
  /** It is one range of an object, by the name of its lane. */
  range?: IdRange
  /** Its ranges are handed: it stays handed until all of them are taken back. */
  inRanges?: true
}

/** By sObject. */
export type HandedObjects = Map<string, Handed>

/** What the run of a handed object keeps as its last. */
export interface HandedDone {
  token: string
  /** The id of that run. */
  run: string
  ended: Stamp
  /** Absent where the datasource no longer reads the object. */
  outcome?: ObjectOutcome
}

export async function loadHanded(state: State, datasource: string): Promise<HandedObjects> {
  const handed = (await state.read(handedKey(datasource))) as Record<string, Handed> | undefined
  return new Map(Object.entries(handed ?? {}))
}

/** The state change that keeps them; only the holder of the datasource's lock may make it. */
export function handedChange(datasource: string, handed: HandedObjects): StateChange {
  return { key: handedKey(datasource), value: handed.size === 0 ? undefined : Object.fromEntries(handed) }
}

/** Undefined where the object's run has not come to its end, or that was of an earlier token. */
export async function loadDone(
  state: State,
  datasource: string,
  object: string,
  { token }: Pick<Handed, 'token'>,
): Promise<HandedDone | undefined> {
  const done = (await state.read(handedDoneKey(datasource, object))) as HandedDone | undefined
  return done?.token === token ? done : undefined
}

/** The state change by which an object's own run tells that it has come to its end. */
export function doneChange(datasource: string, object: string, done: HandedDone): StateChange {
  return { key: handedDoneKey(datasource, object), value: done }
}

/**
 * The latest id of a run of the datasource or of its handed objects, as far as it is kept: files are named after their
 * run, and the next one's come after them.
 */
export async function latestRun(state: State, datasource: string, handed: HandedObjects): Promise<string | undefined> {
  const last = await loadLastRun(state, datasource)
  const ofLanes = [...handed].map(([object, entry]) => latestRunOf(state, datasource, object, entry))
  return latestOf([last?.run, last?.latest, ...(await Promise.all(ofLanes))])
}

/** The same of one handed object. */
export async function latestRunOf(
  state: State,
  datasource: string,
  object: string,
  { run }: Pick<Handed, 'run'>,
): Promise<string | undefined> {
  return latestOf([run, (await state.read(writerKey(datasource, object))) as string | undefined])
}

/** Ids of runs are later as text. */
export function latestOf(runs: (string | undefined)[]): string | undefined {
  return runs
    .filter((id) => id !== undefined)
    .toSorted()
    .at(-1)
}
