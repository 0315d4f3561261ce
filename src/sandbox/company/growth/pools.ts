import type { Random } from '../../random.js'
import type { Store, StoredRecord } from '../../terms.js'

/** The records that others can be modelled on or hang on, by sObject. */
export interface Pools {
  /** All of them, in the order they were made: a list that `add` appends to. */
  all(sobject: string): StoredRecord[]
  add(record: StoredRecord): void
  /** Some record of the sObject that this Id is of. */
  pickLike(random: Random, id: string): StoredRecord | undefined
}

/** `inUse` says of an sObject that only its first so many records have anything hang on them. */
export function openPools(store: Store, inUse: Readonly<Record<string, number>>): Pools {
  const pools = new Map<string, StoredRecord[]>()
  const all = (sobject: string) => {
    const known = pools.get(sobject)
    if (known) return known
    const records = [...store.rows(sobject)].slice(0, inUse[sobject])
    pools.set(sobject, records)
    return records
  }
  const sobjects = new Map<string, string | undefined>()
  const sobjectOf = (id: string) => {
    const prefix = id.slice(0, 3)
    if (!sobjects.has(prefix)) sobjects.set(prefix, store.record(id)?.sobject)
    return sobjects.get(prefix)
  }
  return {
    all,
    add: (record) => void all(record.sobject).push(record),
    pickLike: (random, id) => {
      const sobject = sobjectOf(id)
      return sobject === undefined ? undefined : random.pick(all(sobject))
    },
  }
}
