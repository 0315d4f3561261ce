import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ExtractError } from '../errors/extract-error.js'
import { keepSecret } from '../errors/redact.js'

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
  if (kind === undefined || rest === '' || rest === '//') {
    throw new ExtractError('CONFIG_INVALID', `extract.state: "${withoutCredentials(address)}" is no state address.`, {
      hint: 'Use file:DIR, sqlite:FILE, redis://HOST or postgres://HOST/DATABASE.',
    })
  }
  if (kind === 'file') {
    return { kind, folder: rest.startsWith('///') ? fileURLToPath(address) : resolve(rest), text: address }
  }
  if (kind === 'sqlite') return { kind, uri: `sqlite://${rest.replace(/^\/\//, '')}`, text: address }
  keepPassword(address)
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

function withoutCredentials(address: string): string {
  return address.replace(/\/\/[^/]*@/, '//').replace(/\?.*$/s, '')
}

function keepPassword(address: string): void {
  const password = /\/\/[^/:]*:([^/]*)@/.exec(address)?.[1]
  if (password === undefined) return
  keepSecret(password)
  keepSecret(URL.canParse(address) ? decodeURIComponent(new URL(address).password) : password)
}
