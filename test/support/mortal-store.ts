/** A store that several runs of one process share, each as if it were a process of its own, which can die or stop. */
import { ExtractError } from '../../src/errors/extract-error.js'
import { lockLost } from '../../src/state/locks/lock.js'
import type { State, StateChange } from '../../src/state/state.js'
import type { Store } from '../../src/state/stores/store.js'
import { openJsonState } from './json-state.js'

export interface MortalStore {
  /** The state itself, whoever has which lock. */
  state: State
  process(options?: ProcessOptions): MortalProcess
}

interface ProcessOptions {
  /** Before each write of the process: it may kill, or stop, it. */
  onWrite?(changes: StateChange[]): void | Promise<void>
  /** Before each key that the process reads. */
  onRead?(key: string): void
}

export interface MortalProcess {
  store: Store
  /** Nothing that it writes from now on arrives, and its locks are free. */
  kill(): void
  /** It stands still for others, who may take its locks over; what it writes afterwards is for its fence to refuse. */
  stop(): void
  isKilled(): boolean
}

/** All locks and values are gone with the test. */
export function openMortalStore(): MortalStore {
  const state = openJsonState()
  const locks = new Map<string, { number: number; isHeld(): boolean; worker?: string | undefined }>()
  return {
    state,
    process({ onWrite, onRead } = {}) {
      let [isKilled, isStopped] = [false, false]
      const validate = () => {
        if (isKilled) throw new ExtractError('STATE_BROKEN', 'this process was killed')
      }
      const viewOf = (name?: string, number?: number): State => ({
        read: async (key) => {
          onRead?.(key)
          validate()
          return state.read(key)
        },
        keys: async (prefix) => {
          validate()
          return state.keys(prefix)
        },
        write: async (changes) => {
          await onWrite?.(changes)
          validate()
          if (name !== undefined && locks.get(name)?.number !== number) throw lockLost(name)
          await state.write(changes)
        },
        close: async () => {},
      })
      const store: Store = {
        state: viewOf(),
        lock: async (name, { worker } = {}) => {
          validate()
          const last = locks.get(name)
          if (last?.isHeld()) throw new ExtractError('LOCK_HELD', `"${name}" is held by worker ${last.worker}`)
          const number = (last?.number ?? 0) + 1
          let isReleased = false
          locks.set(name, { number, worker, isHeld: () => !isReleased && !isKilled && !isStopped })
          const release = async () => void (isReleased = true)
          const fence = { name, number, nonce: '' }
          return { fence, lost: new AbortController().signal, release, state: viewOf(name, number) }
        },
      }
      return { store, kill: () => (isKilled = true), stop: () => (isStopped = true), isKilled: () => isKilled }
    },
  }
}
