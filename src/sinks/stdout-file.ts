import fs from 'node:fs'
import { promisify } from 'node:util'
import { isFileDescriptor, writeFully } from './write-fully.js'

/** A file that stdout was redirected to. What is asked of it at once is done in turn. */
export interface StdoutFile {
  /** Nothing stands in it yet. */
  isEmpty: boolean
  /** Writes all of it, or throws and takes back what was written since the last commit. */
  write(lines: Buffer | string): Promise<void>
  /** Flushes what was written to the disk: it stays. */
  commit(): Promise<void>
}

/**
 * The file behind a descriptor; undefined where there is a pipe, a terminal or a device. Node writes files of stdout
 * without looking how much of a text a disk that fills up has taken, so they are written here. A line that a kill cut
 * short at the end of the file is ended first: what comes next stands on lines of its own. Of a compressed file, whose
 * commits end with `endMark`, what stands behind the last one is taken away: no reader gets past a member that is cut.
 */
export function openStdoutFile(fd: unknown, endMark?: Buffer): StdoutFile | undefined {
  if (!isFileDescriptor(fd)) return undefined
  if (endMark !== undefined) dropCutEnd(fd, endMark)
  const startBytes = fs.fstatSync(fd).size
  let writtenBytes = 0
  let committedBytes = 0
  let isCut = endMark === undefined && startBytes > 0 && endsWithin(fd, startBytes)
  let last: Promise<unknown> = Promise.resolve()

  /** After a failure nothing is done any more. */
  const inTurn = (work: () => Promise<void>) => {
    const turn = last.then(work)
    last = turn
    turn.catch(() => undefined)
    return turn
  }
  const append = (data: Buffer) =>
    writeFully(fd, data, (bytes) => {
      writtenBytes += bytes
    })
  const takeBack = async () => {
    // Where another has written to the file too, what is ours doesn't stand at its end.
    if ((await fstat(fd)).size === startBytes + writtenBytes) await ftruncate(fd, startBytes + committedBytes)
  }
  const writeWhole = async (lines: Buffer | string) => {
    try {
      if (isCut) await append(Buffer.from('\n'))
      isCut = false
      await append(typeof lines === 'string' ? Buffer.from(lines) : lines)
    } catch (error) {
      await takeBack().catch(() => undefined)
      throw error
    }
  }
  const flush = async () => {
    await fsync(fd)
    committedBytes = writtenBytes
  }
  const isEmpty = startBytes === 0
  return { isEmpty, write: (lines) => inTurn(() => writeWhole(lines)), commit: () => inTurn(flush) }
}

const [fstat, ftruncate, fsync] = [promisify(fs.fstat), promisify(fs.ftruncate), promisify(fs.fsync)]

/** Whether the last line has no end. The descriptor is open for writing alone; elsewhere than on Linux that is it. */
function endsWithin(fd: number, size: number): boolean {
  return withReading(fd, (reading) => readAt(reading, size - 1, 1).some((byte) => byte !== newline)) ?? false
}

/** A file of another maker, in which no such mark is, stays as it is. */
function dropCutEnd(fd: number, endMark: Buffer): void {
  const size = fs.fstatSync(fd).size
  const end = size === 0 ? undefined : withReading(fd, (reading) => findLastEnd(reading, size, endMark))
  if (end !== undefined && end < size) fs.ftruncateSync(fd, end)
}

/** Where the last mark ends, looked for from the end of the file back; undefined where there is none. */
function findLastEnd(reading: number, size: number, endMark: Buffer): number | undefined {
  for (let end = size; end >= endMark.length; end -= chunkBytes) {
    const start = Math.max(0, end - chunkBytes - endMark.length)
    const at = readAt(reading, start, end - start).lastIndexOf(endMark)
    if (at !== -1) return start + at + endMark.length
  }
  return undefined
}

const chunkBytes = 1024 * 1024

function readAt(reading: number, position: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes)
  return buffer.subarray(0, fs.readSync(reading, buffer, 0, bytes, position))
}

function withReading<T>(fd: number, read: (reading: number) => T): T | undefined {
  let reading: number | undefined
  try {
    reading = fs.openSync(`/proc/self/fd/${fd}`, 'r')
    return read(reading)
  } catch {
    return undefined
  } finally {
    if (reading !== undefined) fs.closeSync(reading)
  }
}

const newline = 10
