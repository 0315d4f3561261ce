import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isErrno } from '../../../durable-files.js'

/** Where an id stands: a line of all that are folded together, counted from 0. */
export interface Mention {
  id: string
  line: number
  /** The number of its directory. */
  directory: number
  isTombstone: boolean
}

/** Every mention of every id, spread over files by id, so that only a share of the ids is in memory at a time. */
export interface IdBuckets {
  add(mention: Mention): void
  /** Puts on the disk what has gathered; to be called from time to time. */
  spill(): Promise<void>
  /** The buckets one after the other, each with the mentions in the order they were added. */
  read(): AsyncGenerator<Mention[]>
}

/** Buckets for documents of so many bytes in all, in a folder that is there. Small ones never touch the disk. */
export function openIdBuckets(folder: string, documentBytes: number): IdBuckets {
  const count = Math.min(Math.max(Math.ceil(documentBytes / bucketDocumentBytes), 1), mostBuckets)
  const gathered = Array.from({ length: count }, () => ({ lines: [] as string[], length: 0 }))
  const pathOf = (bucket: number) => join(folder, `ids-${bucket}`)
  return {
    add: ({ id, line, directory, isTombstone }) => {
      const bucket = gathered[hash(id) % count]!
      const text = `${id}\t${line}\t${directory}\t${isTombstone ? 1 : 0}`
      bucket.lines.push(text)
      bucket.length += text.length + 1
    },
    spill: async () => {
      for (const [index, bucket] of gathered.entries()) {
        if (bucket.length < spillLength) continue
        await appendFile(pathOf(index), `${bucket.lines.join('\n')}\n`)
        Object.assign(bucket, { lines: [], length: 0 })
      }
    },
    read: async function* () {
      for (const [index, { lines }] of gathered.entries()) {
        const spilled = (await loadText(pathOf(index))).split('\n').slice(0, -1)
        yield [...spilled, ...lines].map(parseMention)
        gathered[index] = { lines: [], length: 0 }
      }
    },
  }
}

/** A document has a kilobyte or more, a tombstone half of one: that makes some ten thousands of ids a bucket. */
const bucketDocumentBytes = 32 * 1024 * 1024
const mostBuckets = 1024
const spillLength = 64 * 1024

/** FNV-1a of 32 bits: the same on every machine. */
function hash(id: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < id.length; index++) value = Math.imul(value ^ id.charCodeAt(index), 0x01000193)
  return value >>> 0
}

function parseMention(text: string): Mention {
  const [id = '', line, directory, tombstone] = text.split('\t')
  return { id, line: Number(line), directory: Number(directory), isTombstone: tombstone === '1' }
}

async function loadText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return ''
    throw error
  }
}
