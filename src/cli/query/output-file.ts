import { open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { stagedSuffix, syncFolder } from '../../durable-files.js'
import { diskError, isAFolder } from '../../errors/disk-error.js'
import { writeOut } from '../terminal/output.js'
import type { Terminal } from '../terminal/terminal.js'

/** Where the text of a command goes, piece by piece. */
export interface TextOutput {
  write(text: string): Promise<void>
  /** The text is whole. */
  close(): Promise<void>
  /** The text never became whole: a file stays as it was. */
  discard(): Promise<void>
}

/**
 * stdout, or the file of `--output` (`-` is stdout too), which is whole or as it was before. A pipe or a device is
 * written in place. Throws OUTPUT_FAILED.
 */
export async function openTextOutput(file: string | undefined, terminal: Terminal): Promise<TextOutput> {
  if (file === undefined || file === '-') {
    return { write: (text) => writeOut(terminal, text), close: async () => {}, discard: async () => {} }
  }
  const named = path.resolve(terminal.cwd, file)
  const target = await realpath(named).catch(() => named)
  return orOutputFailed(named, async () => {
    const known = await stat(target).catch(() => undefined)
    if (known?.isDirectory()) throw isAFolder()
    if (known !== undefined && !known.isFile()) return openInPlace(named, await open(target, 'a'))
    const staged = `${target}.${process.pid}${stagedSuffix}`
    return openStaged(named, staged, await open(staged, 'w', known === undefined ? 0o666 : known.mode & 0o777))
  })
}

function openInPlace(named: string, handle: FileHandle): TextOutput {
  return {
    write: (text) => orOutputFailed(named, () => handle.appendFile(text)),
    close: () => handle.close(),
    discard: () => handle.close(),
  }
}

function openStaged(named: string, staged: string, handle: FileHandle): TextOutput {
  const target = staged.slice(0, -`.${process.pid}${stagedSuffix}`.length)
  return {
    write: (text) => orOutputFailed(named, () => handle.appendFile(text)),
    close: () =>
      orOutputFailed(named, async () => {
        await handle.sync()
        await handle.close()
        await rename(staged, target)
        await syncFolder(path.dirname(target))
      }),
    async discard() {
      await handle.close()
      await rm(staged, { force: true })
    },
  }
}

async function orOutputFailed<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const what = `${file} can't be written`
    throw diskError('OUTPUT_FAILED', { what, place: file, otherwise: 'name another file with --output' }, cause)
  }
}
