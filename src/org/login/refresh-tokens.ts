import { createHmac } from 'node:crypto'
import path from 'node:path'
import type { Connector } from '../../config/config-types.js'
import { diskError } from '../../errors/disk-error.js'
import { nameLogin, readPrivate, writePrivate } from './private-file.js'

/** The refresh tokens that an org gave in the place of configured ones. A lost one costs a person a login. */
export interface RefreshTokens {
  /** Undefined where the configured one is still the newest. */
  read(connector: Connector, configured: string): Promise<string | undefined>
  /** Throws STATE_BROKEN where it can't be kept. */
  write(connector: Connector, configured: string, newest: string): Promise<void>
}

/**
 * A file per connector's login, readable by its owner alone. One that goes back to another token than the configured
 * is of no use any more: a person has got a new one.
 */
export function openRefreshTokens(folder: string): RefreshTokens {
  const fileOf = (connector: Connector) => path.join(folder, `${nameLogin(connector)}.refresh.json`)
  return {
    async read(connector, configured) {
      const entry = parseEntry(await readPrivate(fileOf(connector)))
      return entry?.origin === buildOrigin(configured, entry?.token) ? entry?.token : undefined
    },
    async write(connector, configured, token) {
      try {
        const entry: Entry = { token, origin: buildOrigin(configured, token) }
        await writePrivate(fileOf(connector), JSON.stringify(entry))
      } catch (error) {
        const what = `The new refresh token that the org gave can't be kept in ${folder}`
        const comfort = 'The old one is no good any more: where the next login is refused, a person has to log in anew.'
        const work = { what, place: folder, otherwise: 'set extract.state to a folder that can be written', comfort }
        throw diskError('STATE_BROKEN', work, error)
      }
    },
  }
}

interface Entry {
  token: string
  /** Binds it to the configured token, without telling that. */
  origin: string
}

function buildOrigin(configured: string, token = ''): string {
  return createHmac('sha256', token).update(configured).digest('hex')
}

function parseEntry(text: string | undefined): Entry | undefined {
  try {
    const { token, origin } = JSON.parse(text ?? '{}') as Partial<Record<keyof Entry, unknown>>
    return typeof token === 'string' && typeof origin === 'string' ? { token, origin } : undefined
  } catch {
    return undefined
  }
}
