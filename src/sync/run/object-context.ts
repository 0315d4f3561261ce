/** What the steps of one object's sync share. */
import { buildInterruption } from '../../errors/interruption.js'
import type { QueryResult } from '../../org/org.js'
import type { IdSet, IdTexts } from '../../state/id-sets.js'
import type { ObjectReport, RecordId } from '../../terms.js'
import type { StepFailure } from '../../enrichment/pipeline.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import type { ObjectState } from './object-state.js'
import type { Run, WritingRun } from './run.js'
import type { Window } from '../windows/cursor.js'

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
  /**
   * The window of deletions. Absent on a first load, and where the org doesn't tell of deletions or the datasource
   * doesn't want them.
   */
  deletions?: Window
  /** The org reads the object only with the user's condition, its deletions too. */
  needsCondition?: boolean
  /** Its settings, or what of it can be seen, changed: every record is read again. */
  isRescoped?: boolean
  /** Of its rows the run reads one range alone. */
  isRange?: boolean
}

/** An object being read and written. */
export interface ObjectSync extends ObjectContext {
  run: WritingRun
  /** Ids of every record written and not deleted since. */
  ids: IdSet
  /** Ids that went out with a tombstone and were not written since. */
  deletedIds: IdSet
  /** By Id, what the children in its document looked like. */
  signatures: IdTexts
  /** By Id, hashes of the children in its document's configured lists. */
  listed: IdTexts
  /** By Id, the version in its document, where it goes by another field than windows do. */
  versions: IdTexts
  /** By Id, which documents went out for the record, where these are not its own alone. */
  emitted: IdTexts
  /** The results of queries that travel with the others of the run and are not read yet. */
  results: { rows?: QueryResult; deletions?: QueryResult }
  /** Documents written since the last checkpoint, and when that was. */
  unsaved: { documents: number; sinceMs: number }
  /** Rows of the lookback that are not remembered, since they are more than the overlap may hold. */
  forgotten: number
  /** By record, how many of its child lists the org called complete with fewer rows than it announced, twice. */
  cut: Map<RecordId, number>
  /** Files whose text could not be read in this run. */
  unread: UnreadFiles
  /** What processors could not take in this run. */
  enrichment: EnrichmentFailures
  /** Its field list changed while it was read. */
  isHealed?: boolean
  startedMs: number
}

export interface UnreadFiles {
  /** How many by code, and what they met: one or two texts of it. */
  byCode: Map<string, { count: number; messages: Set<string> }>
  /** Those that met something passing, to be tried again in the next run. */
  again: Set<RecordId>
  /** Those of an earlier run are being tried again: what still can't be read is not written anew. */
  isRetry: boolean
  /** Files since the last that was answered. */
  unreachableInARow: number
}

/** What processors could not take of an object, and went on without. */
export interface EnrichmentFailures {
  /** By processor and what it did. */
  byStep: Map<string, StepFailures>
  /** Records to be tried again in the next run. */
  again: Set<RecordId>
}

export interface StepFailures {
  processor: string
  action: StepFailure['action']
  count: number
  /** The first documents. */
  first: string[]
  /** What the first of them met. */
  message: string
}
