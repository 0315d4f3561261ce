import type { Clock } from '../../clock.js'
import type { Browse } from '../status/browse.js'
import type { RecordPreview } from '../status/snapshot.js'

/**
 * What there is to browse, looked up at most every few seconds however many look, one after the other, and for
 * directories there are alone.
 */
export function openBoundedBrowse(browse: Browse, clock: Clock) {
  const kept = new Map<string, { atMs: number; value: Promise<unknown> }>()
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work)
    last = turn.catch(() => undefined)
    return turn
  }
  const remembered = <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const nowMs = clock.now()
    for (const [each, { atMs }] of kept) if (nowMs - atMs >= keptMs) kept.delete(each)
    const found = kept.get(key)
    if (found !== undefined) return found.value as Promise<T>
    const value = inTurn(work)
    value.catch(() => kept.delete(key))
    kept.set(key, { atMs: nowMs, value })
    return value
  }
  const directories = (datasource: string) =>
    remembered(JSON.stringify([datasource]), () => browse.directories(datasource))
  return {
    directories,
    /** Undefined for a directory there isn't. */
    async records(datasource: string, path: string): Promise<RecordPreview[] | undefined> {
      const directory = (await directories(datasource)).find((each) => each.path === path)
      const { records } = browse
      if (directory === undefined || records === undefined) return undefined
      return remembered(JSON.stringify([datasource, path]), () => records(datasource, directory))
    },
  }
}

/** Long enough that nobody keeps the disk busy by looking, and short enough that the count moves. */
const keptMs = 5000
