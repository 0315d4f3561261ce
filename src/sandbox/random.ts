/** A seeded source of chance: the same seed gives the same sequence on every machine. */
export interface Random {
  /** At least 0, below 1. */
  next(): number
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** A source of its own for a named part, so that drawing more in one part doesn't shift another. */
  fork(name: string): Random
}

/** A source of chance for this seed (any whole number). */
export function openRandom(seed: number): Random {
  let state = seed >>> 0
  /** mulberry32: 32 bits of state are plenty for made-up data. */
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const integer = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: (list) => {
      if (list.length === 0) throw new Error('nothing to pick from an empty list')
      return list[integer(0, list.length - 1)]!
    },
    fork: (name) => openRandom(hash(name, seed)),
  }
}

/** FNV-1a over the name, started from the seed. */
function hash(name: string, seed: number): number {
  let value = (0x811c9dc5 ^ seed) >>> 0
  for (const character of name) value = Math.imul(value ^ character.charCodeAt(0), 0x01000193) >>> 0
  return value
}
