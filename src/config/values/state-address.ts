import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { ExtractError } from '../../errors/extract-error.js'
import { keepSecret } from '../../errors/redact.js'
import { renderSuggestion } from './closest-name.js'

/**
 * `extract.state` as the state room takes it: paths absolute, counted from `base`; `~` is the home folder; a bare path
 * is a `file:` address. A password in it is kept out of all output. Throws CONFIG_INVALID for an unknown kind.
 */
export function resolveStateAddress(address: string, base: string, home = homedir()): string {
  const [, scheme, rest] = /^([a-z][a-z0-9+]*):(.*)$/is.exec(address) ?? []
  if (scheme === undefined || rest === undefined) return `file:${resolvePath(address, base, home)}`
  const kind = scheme.toLowerCase()
  if (!stateKinds.includes(kind)) {
    throw new ExtractError(
      'CONFIG_INVALID',
      `"${scheme}:" isn't a kind of state${renderSuggestion(kind, stateKinds)} (there are ${stateKinds.join(', ')})`,
    )
  }
  if (rest === '' || rest === '//') throw new ExtractError('CONFIG_INVALID', `"${scheme}:" doesn't say where`)
  keepPassword(address)
  const isPath = (kind === 'file' || kind === 'sqlite') && rest !== ':memory:'
  return isPath ? `${kind}:${resolvePath(rest.replace(/^\/\//, ''), base, home)}` : address
}

/** Keeps the password of an address out of all output; up to the last `@`, since it may hold what should be escaped. */
export function keepPassword(address: string): void {
  const password = /\/\/[^:]*:(.*)@/s.exec(address)?.[1]
  if (password === undefined) return
  keepSecret(password)
  try {
    keepSecret(decodeURIComponent(password))
  } catch {
    // A lone `%` in it: it stands for itself.
  }
}

const stateKinds = ['file', 'sqlite', 'redis', 'rediss', 'postgres', 'postgresql']

function resolvePath(path: string, base: string, home: string): string {
  return resolve(base, path.replace(/^~(?=$|\/)/, home))
}
