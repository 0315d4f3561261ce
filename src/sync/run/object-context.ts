/** What the steps of one object's journey share. */
import { buildInterruption } from '../../errors/interruption.js'
import type { QueryResult } from '../../org/org.js'
import type { WrittenIds } from '../../state/written-ids.js'
import type { ObjectReport, RecordId, Stamp } from '../../terms.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import type { ObjectState } from './object-state.js'
import type { Run, WritingRun } from './run.js'
import type { Window } from '../windows/watermark.js'

/** Throws the reason where the run is being ended: by a signal, or by another object's error. */
export function throwIfEnding({ run }: ObjectSync): void {
  if (run.signal.aborted) throw buildInterruption(run.signal)
  if (run.ending.error !== undefined) throw run.ending.error
}

/** An object with what is known of it: enough to plan its windows. */
export interface ObjectContext {
  run: Run
  plan: ObjectPlan
  state: ObjectState
  report: ObjectReport
  /** Absent where the org doesn't tell of deletions, or the datasource doesn't want them. */
  deletions?: DeletionWindow
}

/** An object being read and written. */
export interface ObjectSync extends ObjectContext {
  run: WritingRun
  /** Ids of every record written, for --reconcile. */
  ids: WrittenIds
  /** The answers that were asked for with the other questions of the run and are not read yet. */
  results: { rows?: QueryResult; deletions?: QueryResult }
  /** Documents written since the last checkpoint, and when that was. */
  unsaved: { documents: number; sinceMs: number }
  /** Rows of the lookback that are not remembered, since they are more than the overlap may hold. */
  forgotten: number
  /** Child lists that the org called complete with fewer rows than it announced. */
  cutLists: number
  /** Files whose text could not be read in this run. */
  unread: UnreadFiles
  /** Its field list changed while it was read. */
  isHealed?: boolean
  startedMs: number
}

export interface UnreadFiles {
  /** How many by code, and what the first of them met. */
  byCode: Map<string, { count: number; message: string }>
  /** Those that met something passing, to be tried again in the next run. */
  again: Set<RecordId>
  /** Those of an earlier run are being tried again: what still can't be read is not written anew. */
  isRetry: boolean
  /** Files since the last that was answered. */
  unreachableInARow: number
}

export interface DeletionWindow {
  window: Window
  /** On a first load what lies in the bin is only noted: it was never written. */
  isBaseline: boolean
  /** From where on the rows' own window sees every record of the object. */
  rowsFrom?: Stamp
}
