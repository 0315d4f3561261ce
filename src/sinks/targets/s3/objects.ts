import pLimit from 'p-limit'
import type { Document } from '../../../terms.js'
import { endingOf, type Compression } from '../../compress/compression.js'
import type { Format } from '../../formats/format.js'
import type { Bucket } from './bucket.js'
import { beginObject, type GrowingObject, type WrittenObject } from './object.js'

export interface ObjectsOptions {
  bucket: Bucket
  /** Of the keys, with a slash at its end, or empty. */
  prefix: string
  run: string
  format: Format
  compress: Compression | undefined
}

export interface Objects {
  /** Adds documents to the object of their folder; gives their bytes before compression. */
  add(folder: string, documents: Document[]): Promise<number>
  /** Ends all objects; gives those of the run. */
  end(): Promise<WrittenObject[]>
  /** Takes back what was not ended. */
  drop(): Promise<void>
}

/**
 * Documents as objects, one after the other for each folder: `PREFIX/Standard Objects/Account/RUN-00001.ndjson`. Nothing
 * of an object can be seen before it is whole.
 */
export function openObjects({ bucket, prefix, run, format, compress }: ObjectsOptions): Objects {
  const open = new Map<string, GrowingObject>()
  const turns = new Map<string, ReturnType<typeof pLimit>>()
  const written: WrittenObject[] = []
  let count = 0
  const begin = (folder: string): GrowingObject => {
    count += 1
    const name = `${run}-${String(count).padStart(5, '0')}${format.extension}${endingOf(compress)}`
    const object = beginObject(`${prefix}${folder === '' ? '' : `${folder}/`}${name}`, bucket, { format, compress })
    open.set(folder, object)
    return object
  }
  const end = async (folder: string) => {
    const ended = await open.get(folder)?.end()
    open.delete(folder)
    if (ended !== undefined && ended.bytes > 0) written.push(ended)
  }
  const inTurn = <T>(folder: string, work: () => Promise<T>): Promise<T> => {
    const turn = turns.get(folder) ?? pLimit(1)
    turns.set(folder, turn)
    return turn(work)
  }
  return {
    add: async (folder, documents) => {
      const bytes = await inTurn(folder, async () => {
        if (open.get(folder)?.takes(documents) === false) await end(folder)
        const object = open.get(folder) ?? begin(folder)
        const added = await object.add(documents)
        if (object.isFull()) await end(folder)
        return added
      })
      const largest = findLargest(open)
      if (largest !== undefined) await inTurn(largest, () => end(largest))
      return bytes
    },
    end: async () => {
      const limit = pLimit(uploadsAtOnce)
      await Promise.all([...open.keys()].map((folder) => limit(() => inTurn(folder, () => end(folder)))))
      return written
    },
    drop: async () => {
      for (const object of open.values()) await object.drop()
      open.clear()
    },
  }
}

const uploadsAtOnce = 4

/** The folder whose object has to go where more waits in memory than may. */
function findLargest(open: Map<string, GrowingObject>): string | undefined {
  const all = [...open].map(([folder, object]) => ({ folder, bytes: object.waitingBytes() }))
  if (all.reduce((sum, { bytes }) => sum + bytes, 0) <= memoryBytes) return undefined
  return all.toSorted((a, b) => b.bytes - a.bytes)[0]?.folder
}

/** What may wait in memory, over all objects. */
const memoryBytes = 64 * 1024 * 1024
