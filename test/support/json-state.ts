import { isCache } from '../../src/state/keys.js'
import { hasShape } from '../../src/state/shapes.js'
import { valueBroken } from '../../src/state/state-broken.js'
import type { State } from '../../src/state/state.js'

/** A state that keeps values as files do, as JSON, and gives out only what has the shape of its key. */
export function openJsonState(): State {
  const texts = new Map<string, string>()
  return {
    read: async (key) => {
      const text = texts.get(key)
      const value = text === undefined ? undefined : (JSON.parse(text) as unknown)
      if (value === undefined || hasShape(key, value)) return value
      if (isCache(key)) return undefined
      throw valueBroken(key, 'it has another shape', 'memory')
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
