import { access, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isErrno, makeFolder, replaceDurably } from '../../durable-files.js'
import { diskError } from '../../errors/disk-error.js'
import { ExtractError } from '../../errors/extract-error.js'

/** Throws USAGE where there is a file already: what somebody wrote is not overwritten unasked. */
export async function validateFree(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (isThere) throw taken(file)
}

/**
 * Writes a new file, or with `force` replaces one, which keeps its mode where none is given.
 * Throws USAGE where one has come meanwhile, OUTPUT_FAILED.
 */
export async function writeFirstFile(
  file: string,
  text: string,
  mode: number | undefined,
  force: boolean,
): Promise<void> {
  try {
    await makeFolder(path.dirname(file))
    // Renamed into place, so that a new mode holds for a file that was there too.
    await (force ? replaceDurably(file, text, mode) : writeFile(file, text, { mode, flag: 'wx' }))
  } catch (cause) {
    // A file where a folder should be is there too, and is no configuration.
    if ((cause as NodeJS.ErrnoException).syscall === 'open' && isErrno(cause, 'EEXIST')) throw taken(file)
    const what = `${file} can't be written`
    throw diskError('OUTPUT_FAILED', { what, place: file, otherwise: 'name another file with --file' }, cause)
  }
}

function taken(file: string): ExtractError {
  return new ExtractError('USAGE', `${file} already exists.`, {
    hint: 'Name another with --file, or add --force to overwrite it.',
  })
}
