/** One change of the state; `undefined` removes the key. */
export interface StateChange {
  key: string
  value: unknown
}

/**
 * What outlives a run. Values are JSON.
 * `write` applies the changes in their order, each one whole or not at all; after a crash a prefix of them holds, or, in
 * a database, all or none. What fails rejects with STATE_BROKEN, or with STATE_UNREACHABLE where that may pass: then it
 * may hold all the same. Under a lock that was lost it rejects with LOCK_HELD, without changes too.
 */
export interface State {
  read(key: string): Promise<unknown>
  write(changes: StateChange[]): Promise<void>
  /**
   * The same changes as they are kept: of a large value the pieces that are new, and the list of all. `write` takes both.
   * Absent where values are kept whole.
   */
  inPieces?(changes: StateChange[]): Promise<StateChange[]>
  /** Every key that starts with `prefix`, in no order. */
  keys(prefix: string): Promise<string[]>
  close(): Promise<void>
}
