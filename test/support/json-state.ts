import type { State } from '../../src/state/state.js'

/** A state that keeps values as files do, as JSON, without a file. */
export function openJsonState(): State {
  const texts = new Map<string, string>()
  return {
    read: async (key) => {
      const text = texts.get(key)
      return text === undefined ? undefined : (JSON.parse(text) as unknown)
    },
    write: async (changes) => {
      for (const { key, value } of changes) {
        if (value === undefined) texts.delete(key)
        else texts.set(key, JSON.stringify(value))
      }
    },
    keys: async (prefix) => [...texts.keys()].filter((key) => key.startsWith(prefix)),
    close: async () => {},
  }
}
