import type { StateAddress } from '../../config/addresses/state-address.js'
import type { Clock } from '../../clock.js'
import type { Lock, LockOptions } from '../locks/lock.js'
import type { State } from '../state.js'

/** A state with the locks beside it. It ends with its state's `close`. */
export interface Store {
  state: State
  /**
   * Takes the lock of this name: one holder at a time, on whatever machine. Throws LOCK_HELD, which names the holder,
   * and rejects with the signal's reason when that aborts while waiting.
   */
  lock(name: string, options?: LockOptions): Promise<StateLock>
}

export interface StateLock extends Lock {
  /**
   * The state as its holder writes it: from the moment at which another takes the lock over, a write changes nothing
   * and rejects with LOCK_HELD. A write without changes only makes sure of that.
   */
  state: State
}

/** How the stores of one kind are opened. */
export interface StoreKind {
  /** Loads the optional package it needs, if any. Throws CONFIG_INVALID where it isn't installed. */
  loadPackage?(): Promise<unknown>
  /** Throws CONFIG_INVALID where its package can't be loaded, STATE_UNREACHABLE and STATE_BROKEN. */
  open(address: StateAddress, clock: Clock): Promise<Store>
  /** The folder beside the state for what never leaves the machine; absent where the state may be elsewhere. */
  ownFolder?(location: string): string
}
