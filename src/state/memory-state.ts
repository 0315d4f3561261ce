import type { State } from './state.js'

/** A state that is gone with the command: for looking without leaving a trace. */
export function openMemoryState(): State {
  const values = new Map<string, unknown>()
  return {
    read: async (key) => structuredClone(values.get(key)),
    write: async (changes) => {
      for (const { key, value } of changes) {
        if (value === undefined) values.delete(key)
        else values.set(key, structuredClone(value))
      }
    },
    keys: async (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
    close: async () => {},
  }
}
