import fs from 'node:fs'
import { promisify } from 'node:util'
import { isFileDescriptor, writeFully } from './write-fully.js'

/** A file that stdout was redirected to. What is asked of it at once is done in turn. */
export interface StdoutFile {
  /** Writes all of it, or throws and takes back what was written since the last commit. */
  write(lines: Buffer | string): Promise<void>
  /** Flushes what was written to the disk: it stays. */
  commit(): Promise<void>
}

/**
 * The file behind a descriptor; undefined where there is a pipe, a terminal or a device. Node writes files of stdout
 * without looking how much of a text a disk that fills up has taken, so they are written here. A line that a kill cut
 * short at the end of the file is ended first: what comes next stands on lines of its own.
 */
export function openStdoutFile(fd: unknown): StdoutFile | undefined {
  if (!isFileDescriptor(fd)) return undefined
  const startBytes = fs.fstatSync(fd).size
  let writtenBytes = 0
  let committedBytes = 0
  let isCut = startBytes > 0 && endsWithin(fd, startBytes)
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
  return { write: (lines) => inTurn(() => writeWhole(lines)), commit: () => inTurn(flush) }
}

const [fstat, ftruncate, fsync] = [promisify(fs.fstat), promisify(fs.ftruncate), promisify(fs.fsync)]

/** Whether the last line has no end. The descriptor is open for writing alone; elsewhere than on Linux that is it. */
function endsWithin(fd: number, size: number): boolean {
  let reading: number | undefined
  try {
    reading = fs.openSync(`/proc/self/fd/${fd}`, 'r')
    const last = Buffer.alloc(1)
    return fs.readSync(reading, last, 0, 1, size - 1) === 1 && last[0] !== newline
  } catch {
    return false
  } finally {
    if (reading !== undefined) fs.closeSync(reading)
  }
}

const newline = 10
