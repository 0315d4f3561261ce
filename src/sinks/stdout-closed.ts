import { fstat } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { ExtractError } from '../errors/extract-error.js'

/**
 * Throws OUTPUT_FAILED where the process was started with its stdout closed (`>&-`). Node then puts /dev/null in its
 * place, which takes everything; but it opens it for reading too, which `> /dev/null` doesn't. Only Linux tells.
 */
export async function validateStdoutOpen(fd: unknown): Promise<void> {
  if (typeof fd !== 'number' || !(await isPlaceholder(fd))) return
  throw new ExtractError('OUTPUT_FAILED', 'stdout is closed: there is nowhere to write documents to.', {
    hint: 'Name a folder with --output, or a file or a pipe for stdout. To throw documents away, use > /dev/null.',
  })
}

async function isPlaceholder(fd: number): Promise<boolean> {
  try {
    const [stream, nothing] = await Promise.all([promisify(fstat)(fd), stat('/dev/null')])
    if (!stream.isCharacterDevice() || stream.rdev !== nothing.rdev) return false
    const flags = /^flags:\s*([0-7]+)$/m.exec(await readFile(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1]
    return flags !== undefined && (Number.parseInt(flags, 8) & accessModes) === readAndWrite
  } catch {
    return false
  }
}

/** O_ACCMODE and O_RDWR of open(2). */
const accessModes = 3
const readAndWrite = 2
