import fs from 'node:fs'
import { promisify } from 'node:util'

const write = promisify(fs.write)

/** True for the descriptor of a file; false for that of a pipe, a terminal or a device, and for what is none. */
export function isFileDescriptor(fd: unknown): fd is number {
  try {
    return typeof fd === 'number' && fs.fstatSync(fd).isFile()
  } catch {
    return false
  }
}

/**
 * Writes all of the data to a file: a disk that fills up takes a part of it and says so by its number alone, which
 * Node's own stream for stdout doesn't look at. `passed` is told of each part. Throws the error of the file system.
 */
export async function writeFully(fd: number, data: Buffer, passed: (bytes: number) => void = () => {}): Promise<void> {
  for (let done = 0; done < data.length;) {
    const { bytesWritten } = await write(fd, data, done, data.length - done, null)
    done += bytesWritten
    passed(bytesWritten)
  }
}
