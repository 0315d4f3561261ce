import type { KeyvStoreAdapter } from 'keyv'
import type { Fence } from '../../locks/fence.js'
import type { Leases } from '../../locks/lease.js'
import { isObject } from '../../shapes.js'
import type { Sealed } from '../seal.js'

/** One change as a store takes it; `undefined` removes the key. */
export interface SealedChange {
  key: string
  sealed: Sealed | undefined
}

/** What a store can do: an adapter of Keyv, and what the state needs beyond it. Errors are the client's own. */
export interface Engine {
  /** It is given its text by `plainJson`, unless it takes values as they are. */
  adapter: KeyvStoreAdapter
  /** Every key that starts with `prefix`, in no order. */
  keys(prefix: string): Promise<string[]>
  /**
   * Applies the changes, all or none of them; a folder in their order. With a fence only where that lock is still held,
   * and nobody can take it over in between; else it gives false. Without changes it only looks.
   */
  write(changes: SealedChange[], fence?: Fence): Promise<boolean>
  /** Whether what an operation met may pass: a server restarts, or the network is away. */
  isPassing(cause: unknown): boolean
  /** Ends its connections at once. */
  close(): Promise<void>
}

/** An engine whose locks are leases beside its keys. */
export interface LeasingEngine extends Engine {
  leases: Leases
}

/** The changes with the last one of each key alone: in a transaction nobody sees the others. */
export function lastOfEach(changes: SealedChange[]): SealedChange[] {
  return [...new Map(changes.map((change) => [change.key, change])).values()]
}

/** How Keyv writes a value. What isn't JSON any more is a value without a seal: it fails alone. */
export const plainJson = {
  serialize: (data: object): string => JSON.stringify(data),
  deserialize: <T>(text: string): T => {
    try {
      const data: unknown = JSON.parse(text)
      if (isObject(data) && data['value'] !== undefined) return data as T
    } catch {
      // As below.
    }
    return { value: null } as T
  },
}

/** A value as plainJson has it. */
export function renderStored(value: Sealed): string {
  return plainJson.serialize({ value })
}
