import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ExtractError } from '../../errors/extract-error.js'
import { keepEncoded, passwordRules, withoutCredentials } from './address-credentials.js'
import { renderSuggestion } from '../values/closest-name.js'

/** Where the state is: a folder of this machine, or a store that a package reaches. */
export interface StateAddress {
  kind: StateKind
  /** A path where the kind is `file` or `sqlite`, the URI that its package takes for the others. */
  location: string
  /** The address without its credentials, for messages. */
  text: string
}

export type StateKind = 'file' | 'sqlite' | 'redis' | 'postgres'

/**
 * Reads a state address: `file:DIR` (relative to the working directory), `sqlite:FILE`, `redis://…`, `postgres://…`.
 * A password in it is kept out of all output. Throws CONFIG_INVALID for anything else.
 */
export function parseStateAddress(address: string): StateAddress {
  const { scheme, rest } = splitAddress(address)
  const kind = kinds.get(scheme)
  if (kind === undefined || isEmpty(rest)) throw noStateAddress(address)
  if (kind === 'file') return { kind, location: resolve(parsePath(address)), text: address }
  if (kind === 'sqlite') return { kind, location: parsePath(address), text: address }
  keepPassword(address)
  if (!isServerAddress(address, kind)) throw noStateAddress(address)
  return { kind, location: address, text: withoutCredentials(address) }
}

/**
 * `extract.state` as parseStateAddress takes it wherever the process stands: paths absolute, counted from `base`; `~` is
 * the home folder; a bare path is a `file:` address. A password in it is kept out of all output. Throws CONFIG_INVALID
 * for an unknown kind.
 */
export function resolveStateAddress(address: string, base: string, home = homedir()): string {
  const { written, scheme, rest } = splitAddress(address)
  if (written === undefined) return `file:${resolvePath(address, base, home)}`
  const kind = kinds.get(scheme)
  if (kind === undefined) {
    const known = [...kinds.keys()]
    throw new ExtractError(
      'CONFIG_INVALID',
      `"${written}:" isn't a kind of state${renderSuggestion(scheme, known)} (there are ${known.join(', ')})`,
    )
  }
  if (isEmpty(rest)) throw new ExtractError('CONFIG_INVALID', `"${written}:" doesn't say where`)
  keepPassword(address)
  if ((kind === 'redis' || kind === 'postgres') && !isServerAddress(address, kind)) {
    throw new ExtractError('CONFIG_INVALID', `"${withoutCredentials(address)}" can't be read as an address. ${hint}`)
  }
  const isPath = (kind === 'file' || kind === 'sqlite') && rest !== ':memory:'
  return isPath ? `${kind}:${resolvePath(parsePath(address), base, home)}` : address
}

/** Redis has databases of numbers, and its client takes no lone `%`; that of PostgreSQL does. */
function isServerAddress(address: string, kind: StateKind): boolean {
  if (!URL.canParse(address)) return false
  if (kind !== 'redis') return true
  const { username, password, pathname } = new URL(address)
  try {
    decodeURIComponent(username + password)
  } catch {
    return false
  }
  return /^\/?\d*$/.test(pathname)
}

const kinds = new Map<string, StateKind>([
  ['file', 'file'],
  ['sqlite', 'sqlite'],
  ['redis', 'redis'],
  ['rediss', 'redis'],
  ['postgres', 'postgres'],
  ['postgresql', 'postgres'],
])

/** What stands before the first colon, as it was written and in lower case, and what stands behind it. */
function splitAddress(address: string): { written?: string; scheme: string; rest: string } {
  const [, written, rest] = /^([a-z][a-z0-9+]*):(.*)$/is.exec(address) ?? []
  if (written === undefined || rest === undefined) return { scheme: '', rest: address }
  return { written, scheme: written.toLowerCase(), rest }
}

function isEmpty(rest: string): boolean {
  return rest === '' || rest === '//'
}

/** The path of a `file:` or `sqlite:` address. Three slashes make `file:` a URL, with escapes; others have none. */
function parsePath(address: string): string {
  const { scheme, rest } = splitAddress(address)
  if (scheme !== 'file' || !rest.startsWith('///')) return rest.replace(/^\/\//, '')
  try {
    return fileURLToPath(address)
  } catch (cause) {
    throw new ExtractError('CONFIG_INVALID', `"${address}" isn't the URL of a folder`, { hint, cause })
  }
}

function resolvePath(path: string, base: string, home: string): string {
  return resolve(base, path.replace(/^~(?=$|\/)/, home))
}

/** Up to the last `@`, since a password may hold what should be escaped; PostgreSQL takes it from the query too. */
function keepPassword(address: string): void {
  const found = [/\/\/[^:]*:(.*)@/s.exec(address)?.[1], /[?&]password=([^&#]*)/.exec(address)?.[1]]
  for (const password of found) keepEncoded(password)
}

function noStateAddress(address: string): ExtractError {
  const text = withoutCredentials(address)
  return new ExtractError('CONFIG_INVALID', `extract.state: "${text}" isn't a state address.`, { hint })
}

const hint =
  'Use file:DIR, sqlite:FILE, redis://HOST, redis://HOST/NUMBER or postgres://HOST/DATABASE. ' + passwordRules
