import { existsSync } from 'node:fs'
import path from 'node:path'

/**
 * Whether a program is on the PATH: who runs the tests needs Node and a shell. With SF_EXTRACT_NEEDS_PROGRAMS it has to
 * be there.
 */
export function isInstalled(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  const found = folders.some((folder) => existsSync(path.join(folder, program)))
  if (!found && process.env['SF_EXTRACT_NEEDS_PROGRAMS']) throw new Error(`no ${program}: install it`)
  return found
}
