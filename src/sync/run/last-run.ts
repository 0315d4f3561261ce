import { runKey } from '../../state/keys.js'
import type { State, StateChange } from '../../state/state.js'
import type { ErrorReport, Quota, RunReport, Stamp } from '../../terms.js'

/** What is kept of a datasource's runs. */
export interface LastRun {
  run?: string
  /** The latest id of a run of an object that was handed and is taken back. */
  latest?: string
  /** When the last run over every object began. */
  started?: Stamp
  ended?: Stamp
  outcome?: RunReport['outcome']
  /** What ended it before its end. */
  error?: ErrorReport
  /** When the last run ended that was done with every object of the datasource. */
  succeeded?: Stamp
  calls?: number
  quota?: Quota
  /** Every object a run has read, in any run. */
  objects?: string[]
}

/** The part of a run that is kept. */
interface RunNotes {
  datasource: { id: string }
  last: LastRun | undefined
}

export async function loadLastRun(state: State, datasource: string): Promise<LastRun | undefined> {
  return (await state.read(runKey(datasource))) as LastRun | undefined
}

/** The state change that keeps what `status` shows of a run. */
export function lastRunChange({ datasource, last }: RunNotes): StateChange {
  return { key: runKey(datasource.id), value: last }
}
