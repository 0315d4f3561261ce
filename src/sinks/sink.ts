import type { StateChange } from '../state/state.js'
import type { Document } from '../terms.js'

/**
 * A place for documents that moves the state along with them: state is never ahead of output.
 *
 * Documents are written into lanes, one per sObject; a lane is committed by itself. Lanes may be used side by side,
 * one lane never by two at once.
 */
export interface Sink {
  /** Documents are out when they are written, committed or not: whoever reads a pipe has them. */
  sendsAtOnce?: boolean
  /** What the records of a lane were asked for, before any is written: the header of a table says it. */
  expectFields?(lane: string, fields: readonly string[]): void
  /** Takes documents; resolves when it can take more (back-pressure). Throws SINK_CLOSED or OUTPUT_FAILED. */
  write(lane: string, documents: Document[]): Promise<void>
  /**
   * Makes everything the lane took durable (files: fsync and rename; pipe: drained), then applies the state changes.
   * With nothing written it only applies the changes. After it resolves neither is lost; if it throws or the process
   * dies, either both hold or neither, except on a pipe, where documents may have gone out and will be repeated.
   * Commits of several lanes at once are applied in the order they were asked for: they have keys in common.
   */
  commit(lane: string, changes: StateChange[]): Promise<void>
  /** How many bytes `write` has handed on for a lane, or for all of them; absent where the sink doesn't know. */
  bytes?(lane?: string): number
  /** What was refused and set aside, of a lane or of all; absent where nothing ever is. */
  refused?(lane?: string): RefusedCount
  /**
   * Called when a run has written and committed everything. Where it is known only then whether the documents were
   * taken, what was committed is pending until it resolves, and dropped where it throws TARGET_FAILED.
   */
  settle?(): Promise<void>
  /** Ends the sink; what was not committed is dropped (files) or has gone out (pipe). */
  close(): Promise<void>
}

/** How many documents were set aside, and a warning about those of a lane. */
export interface RefusedCount {
  count: number
  warning?: string
}
