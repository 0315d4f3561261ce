import { stat } from 'node:fs/promises'
import { ExtractError } from '../../errors/extract-error.js'

/** A configuration of a hundred connectors has some thirty thousand characters. */
const mostBytes = 250_000

/**
 * Throws CONFIG_NOT_FOUND for what would be waited for or read without an end (a pipe, a device), CONFIG_INVALID for a
 * file too large to be a configuration. What is not there, or a folder, is left to whoever reads it.
 */
export async function validateConfigPath(path: string): Promise<void> {
  const status = await stat(path).catch(() => undefined)
  if (status === undefined || status.isDirectory()) return
  if (!status.isFile()) throw notReadable(path, 'it is a pipe, a socket or a device, not a file')
  if (status.size <= mostBytes) return
  throw new ExtractError(
    'CONFIG_INVALID',
    `${path} has ${status.size} bytes, and a configuration at most ${mostBytes}`,
    {
      hint: 'Name another file with --config.',
    },
  )
}

export function notReadable(path: string, reason: string): ExtractError {
  return new ExtractError('CONFIG_NOT_FOUND', `${path} can't be read: ${reason}`, {
    hint: 'Name another file with --config, or run `sf-extract init` to write one.',
  })
}
