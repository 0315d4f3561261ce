import { statSync, type Stats } from 'node:fs'
import { ExtractError } from '../../errors/extract-error.js'

/** A configuration of a hundred connectors has some thirty thousand characters. */
const mostBytes = 250_000

/**
 * Throws CONFIG_NOT_FOUND for what would be waited for or read without an end (a pipe, a device), CONFIG_INVALID for a
 * file too large to be a configuration. What is not there, or a folder, is left to whoever reads it. Each command looks
 * in some fifty places: without a thread for each that takes a tenth of the time.
 */
export function validateConfigPath(path: string): void {
  const status = statOf(path)
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

/** False where nothing has this name; true too where that can't be told. */
export function mayBeThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    return true
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

export function notReadable(path: string, reason: string): ExtractError {
  return new ExtractError('CONFIG_NOT_FOUND', `${path} can't be read: ${reason}`, {
    hint: 'Name another file with --config, or run `sf-extract init` to write one.',
  })
}
