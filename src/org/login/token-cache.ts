import { createHmac } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Connector } from '../../config/config-types.js'
import { diskError } from '../../errors/disk-error.js'
import { nameLogin, readPrivate, writePrivate } from './private-file.js'

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
 * A cache of one file per login address, client id and user, readable by its owner alone, in a folder of its own.
 * `write` and `remove` throw STATE_BROKEN where the folder can't be written.
 */
export function openTokenCache(folder: string): TokenCache {
  const fileOf = (connector: Connector) => path.join(folder, `${nameLogin(connector)}.json`)
  return {
    async read(connector) {
      const entry = await loadEntry(fileOf(connector))
      if (entry === undefined || entry.seal !== buildSeal(connector, entry)) return undefined
      const { token, instanceUrl, userId, orgId } = entry
      return { token, instanceUrl, userId, orgId }
    },
    async write(connector, session) {
      const entry: Entry = { ...session, seal: buildSeal(connector, session) }
      await orStateBroken(folder, () => writePrivate(fileOf(connector), JSON.stringify(entry)))
    },
    async remove(connector) {
      await orStateBroken(folder, () => rm(fileOf(connector), { force: true }))
    },
  }
}

async function orStateBroken(folder: string, change: () => Promise<void>): Promise<void> {
  try {
    await change()
  } catch (error) {
    const what = `The token can't be kept in ${folder}`
    throw diskError('STATE_BROKEN', { what, place: folder, otherwise: 'set extract.token_cache to false' }, error)
  }
}

interface Entry extends CachedSession {
  seal: string
}

/**
 * Binds a token to the credentials that got it, so that a wrong secret is found out while an old token still lives, and
 * to the one address it may be sent to. Of a secret that is elsewhere, its place counts.
 */
function buildSeal(connector: Connector, session: CachedSession): string {
  const { token, instanceUrl, userId, orgId } = session
  return createHmac('sha256', token)
    .update(JSON.stringify([...credentialsOf(connector), instanceUrl, userId, orgId]))
    .digest('hex')
}

function credentialsOf(connector: Connector): unknown[] {
  const { auth, loginUrl, clientId, clientSecret } = connector
  if (auth === 'client_credentials') return [loginUrl, clientId, clientSecret]
  const { username, privateKey, privateKeyFile, audience, refreshToken } = connector
  return [auth, loginUrl, clientId, clientSecret, username, privateKey, privateKeyFile, audience, refreshToken]
}

function parseEntry(text: string): Entry | undefined {
  const entry = JSON.parse(text) as Partial<Record<keyof Entry, unknown>> | null
  const { token, instanceUrl, userId, orgId, seal } = entry ?? {}
  const isWhole = [token, instanceUrl, userId, orgId, seal].every((value) => typeof value === 'string')
  return isWhole ? (entry as Entry) : undefined
}

async function loadEntry(file: string): Promise<Entry | undefined> {
  try {
    const text = await readPrivate(file)
    return text === undefined ? undefined : parseEntry(text)
  } catch {
    return undefined
  }
}
