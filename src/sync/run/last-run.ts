import { runKey } from '../../state/keys.js'
import type { State, StateChange } from '../../state/state.js'
import type { Quota, RunReport, Stamp } from '../../terms.js'
import type { Run } from './run.js'

/** What is kept of a datasource's runs. */
export interface LastRun {
  /** A hash of the directories as they were written last. */
  directories?: string
  run?: string
  ended?: Stamp
  outcome?: RunReport['outcome']
  calls?: number
  quota?: Quota
  /** Every object a run has read, in any run. */
  objects?: string[]
}

export async function loadLastRun(state: State, datasource: string): Promise<LastRun | undefined> {
  return (await state.read(runKey(datasource))) as LastRun | undefined
}

/** The state change that keeps `run.last`. */
export function lastRunChange({ datasource, last }: Run): StateChange {
  return { key: runKey(datasource.id), value: last }
}
