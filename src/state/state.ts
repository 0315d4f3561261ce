/** One change of the state; `undefined` removes the key. */
export interface StateChange {
  key: string
  value: unknown
}

/**
 * What outlives a run. Values are JSON.
 * `write` applies the changes in their order, each one whole or not at all; after a crash a prefix of them holds.
 * What fails rejects with STATE_BROKEN.
 */
export interface State {
  read(key: string): Promise<unknown>
  write(changes: StateChange[]): Promise<void>
  /** Every key that starts with `prefix`, in no order. */
  keys(prefix: string): Promise<string[]>
  close(): Promise<void>
}
