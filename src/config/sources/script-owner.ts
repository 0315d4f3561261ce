import { realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ExtractError } from '../../errors/extract-error.js'

/** Throws CONFIG_INVALID where findScriptFault finds one. */
export async function validateScriptOwner(path: string): Promise<void> {
  const fault = await findScriptFault(path, process.getuid?.())
  if (fault === undefined) return
  throw new ExtractError('CONFIG_INVALID', `${path} is a script, and is not run: ${fault}`, {
    hint: 'Where you trust it, name it with --config; else take it away, or its write permission from others (chmod go-w).',
  })
}

/**
 * Why a script that was found, not named, may be another's work: it, or a folder in which it could be replaced, belongs
 * to somebody else than `user` and root, or others may write there. Undefined where all is well, and on Windows, which
 * has no user numbers.
 */
export async function findScriptFault(path: string, user: number | undefined): Promise<string | undefined> {
  if (user === undefined) return undefined
  const real = await realpath(path)
  for (const place of new Set([path, dirname(path), real, dirname(real)])) {
    const { uid, mode } = await stat(place)
    if (uid !== user && uid !== 0) return `${place} belongs to another user`
    if ((mode & 0o022) !== 0) return `other users may write to ${place}`
  }
  return undefined
}
