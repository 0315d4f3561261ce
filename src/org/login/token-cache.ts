import { createHash, createHmac } from 'node:crypto'
import { chmod, readFile, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Connector } from '../../config/config-types.js'
import { makeFolder, writeDurably } from '../../durable-files.js'
import { diskError } from '../../errors/disk-error.js'

/** What a login gave, without the place it came from. */
export interface CachedSession {
  token: string
  instanceUrl: string
  userId: string
  orgId: string
}

/** Tokens between runs. Nothing in it is needed: a lost token costs one login. */
export interface TokenCache {
  /** Undefined where there is none for exactly these credentials, or where others may have read or changed it. */
  read(connector: Connector): Promise<CachedSession | undefined>
  write(connector: Connector, session: CachedSession): Promise<void>
  remove(connector: Connector): Promise<void>
}

/**
 * A cache of one file per login address and client id, readable by its owner alone, in a folder of its own.
 * `write` and `remove` throw STATE_BROKEN where the folder can't be written.
 */
export function openTokenCache(folder: string): TokenCache {
  const fileOf = ({ loginUrl, clientId }: Connector) => path.join(folder, `${hash(`${loginUrl}\n${clientId}`)}.json`)
  return {
    async read(connector) {
      const entry = await loadEntry(fileOf(connector))
      if (entry === undefined || entry.seal !== buildSeal(connector, entry)) return undefined
      const { token, instanceUrl, userId, orgId } = entry
      return { token, instanceUrl, userId, orgId }
    },
    async write(connector, session) {
      const entry: Entry = { ...session, seal: buildSeal(connector, session) }
      await orStateBroken(folder, async () => {
        await makeFolder(folder, 0o700)
        await chmod(folder, 0o700)
        await writeDurably(fileOf(connector), JSON.stringify(entry), 0o600)
      })
    },
    async remove(connector) {
      await orStateBroken(folder, () => rm(fileOf(connector), { force: true }))
    },
  }
}

interface Entry extends CachedSession {
  seal: string
}

/**
 * Binds a token to the credentials that got it, so that a wrong secret is found out while an old token still lives, and
 * to the one address it may be sent to.
 */
function buildSeal({ loginUrl, clientId, clientSecret }: Connector, session: CachedSession): string {
  const { token, instanceUrl, userId, orgId } = session
  return createHmac('sha256', token)
    .update(JSON.stringify([loginUrl, clientId, clientSecret, instanceUrl, userId, orgId]))
    .digest('hex')
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

async function loadEntry(file: string): Promise<Entry | undefined> {
  try {
    const status = await stat(file)
    // A pipe would be waited for without an end.
    if (!status.isFile()) return undefined
    const { mode } = status
    const isPrivate = process.platform === 'win32' || (mode & 0o077) === 0
    return isPrivate ? parseEntry(await readFile(file, 'utf8')) : undefined
  } catch {
    return undefined
  }
}

function parseEntry(text: string): Entry | undefined {
  const entry = JSON.parse(text) as Partial<Record<keyof Entry, unknown>> | null
  const { token, instanceUrl, userId, orgId, seal } = entry ?? {}
  const isWhole = [token, instanceUrl, userId, orgId, seal].every((value) => typeof value === 'string')
  return isWhole ? (entry as Entry) : undefined
}

async function orStateBroken(folder: string, change: () => Promise<void>): Promise<void> {
  try {
    await change()
  } catch (error) {
    const what = `The token can't be kept in ${folder}`
    throw diskError('STATE_BROKEN', { what, place: folder, otherwise: 'set extract.token_cache to false' }, error)
  }
}
