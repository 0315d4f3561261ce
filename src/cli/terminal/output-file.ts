import { randomBytes } from 'node:crypto'
import { open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { stagedSuffix, syncFolder } from '../../durable-files.js'
import { ExtractError } from '../../errors/extract-error.js'
import { writeOut } from './output.js'
import type { Terminal } from './terminal.js'

/**
 * Hands `work` what writes a command's data: to the file, or to stdout where none, or `-`, is named. A file is there
 * once everything has been written, and what it held before until then; a device or a pipe is written as it is.
 * Throws OUTPUT_FAILED, and for stdout what writeOut throws.
 */
export async function withOutput(
  file: string | undefined,
  terminal: Pick<Terminal, 'stdout' | 'cwd'>,
  work: (write: (text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  if (file === undefined || file === '-') return work((text) => writeOut(terminal, text))
  const target = await orOutputFailed(file, () => findTarget(path.resolve(terminal.cwd, file)))
  const handle = await orOutputFailed(file, () => open(target.written, target.staged ? 'wx' : 'w', target.mode))
  try {
    await work((text) => orOutputFailed(file, () => writeAll(handle, text)))
    await orOutputFailed(file, () => finish(handle, target))
  } catch (error) {
    await handle.close().catch(() => undefined)
    if (target.staged) await rm(target.written, { force: true }).catch(() => undefined)
    throw error
  }
}

interface Target {
  /** The file itself; a link has been followed. */
  file: string
  /** What is written: a file beside it, or itself. */
  written: string
  staged: boolean
  mode?: number
}

async function findTarget(named: string): Promise<Target> {
  const file = await realpath(named).catch(() => named)
  const found = await stat(file).catch(() => undefined)
  if (found?.isDirectory()) throw new Error('it is a folder')
  if (found !== undefined && !found.isFile()) return { file, written: file, staged: false }
  const written = `${file}.${process.pid}-${randomBytes(6).toString('hex')}${stagedSuffix}`
  return { file, written, staged: true, mode: found && found.mode & 0o777 }
}

async function writeAll(handle: FileHandle, text: string): Promise<void> {
  await handle.appendFile(text)
}

async function finish(handle: FileHandle, { file, written, staged }: Target): Promise<void> {
  if (staged) await handle.sync()
  await handle.close()
  if (!staged) return
  await rename(written, file)
  await syncFolder(path.dirname(file))
}

async function orOutputFailed<T>(file: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (cause) {
    throw new ExtractError('OUTPUT_FAILED', `${file} can't be written: ${(cause as Error).message}`, {
      cause,
      hint: 'Allow this user to write there, or name another file with --output.',
    })
  }
}
