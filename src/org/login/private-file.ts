/** Files of logins, readable by their owner alone, in a folder that is too. */
import { createHash } from 'node:crypto'
import { chmod, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Connector } from '../../config/config-types.js'
import { makeFolder, writeDurably } from '../../durable-files.js'

/** Undefined where there is no such file, or where others may have read or changed it. */
export async function readPrivate(file: string): Promise<string | undefined> {
  try {
    const status = await stat(file)
    // A pipe would be waited for without an end.
    if (!status.isFile()) return undefined
    const isPrivate = process.platform === 'win32' || (status.mode & 0o077) === 0
    return isPrivate ? await readFile(file, 'utf8') : undefined
  } catch {
    return undefined
  }
}

/** Writes the whole file or nothing. Throws what the file system does. */
export async function writePrivate(file: string, text: string): Promise<void> {
  const folder = path.dirname(file)
  await makeFolder(folder, 0o700)
  await chmod(folder, 0o700)
  await writeDurably(file, text, 0o600)
}

/** A name for what is kept of a login, which tells nothing of it. */
export function nameLogin({ auth, loginUrl, clientId, username = '' }: Connector): string {
  const parts = auth === 'client_credentials' ? [loginUrl, clientId] : [loginUrl, clientId, auth, username]
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)
}
