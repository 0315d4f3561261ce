import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { keepPassword } from '../../config/values/state-address.js'
import { ExtractError } from '../../errors/extract-error.js'

/** Where the state is: a folder of this machine, or a store that a Keyv package reaches. */
export type StateAddress =
  { kind: 'file'; folder: string; text: string } | { kind: 'sqlite' | 'redis' | 'postgres'; uri: string; text: string }

/**
 * Reads a state address: `file:DIR` (relative to the working directory), `sqlite:FILE`, `redis://…`, `postgres://…`.
 * `text` is the address without its credentials, for messages; a password in it is kept out of every output.
 * Throws CONFIG_INVALID for anything else.
 */
export function parseStateAddress(address: string): StateAddress {
  const [, scheme = '', rest = ''] = /^([a-z]+):(.*)$/is.exec(address) ?? []
  const kind = schemes[scheme.toLowerCase()]
  if (kind === undefined || rest === '' || rest === '//') throw noStateAddress(address)
  const path = rest.replace(/^\/\//, '')
  if (kind === 'file') return { kind, folder: rest.startsWith('///') ? urlPath(address) : resolve(path), text: address }
  if (kind === 'sqlite') return { kind, uri: `sqlite://${path}`, text: address }
  keepPassword(address)
  if (!URL.canParse(address)) throw noStateAddress(address)
  return { kind, uri: address, text: withoutCredentials(address) }
}

const schemes: Record<string, StateAddress['kind']> = {
  file: 'file',
  sqlite: 'sqlite',
  redis: 'redis',
  rediss: 'redis',
  postgres: 'postgres',
  postgresql: 'postgres',
}

/** Throws CONFIG_INVALID where the URL has an escape that is none. */
function urlPath(address: string): string {
  try {
    return fileURLToPath(address)
  } catch (cause) {
    throw noStateAddress(address, cause)
  }
}

function noStateAddress(address: string, cause?: unknown): ExtractError {
  return new ExtractError('CONFIG_INVALID', `extract.state: "${withoutCredentials(address)}" isn't a state address.`, {
    hint:
      'Use file:DIR, sqlite:FILE, redis://HOST or postgres://HOST/DATABASE. ' +
      'In a password, write / as %2F, ? as %3F, # as %23, @ as %40 and % as %25.',
    cause,
  })
}

/** Up to the last `@`: a password may hold what would have to be escaped in an address. */
function withoutCredentials(address: string): string {
  return address.replace(/\/\/.*@/s, '//').replace(/\?.*$/s, '')
}
