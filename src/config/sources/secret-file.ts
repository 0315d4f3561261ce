import { stat } from 'node:fs/promises'
import { isSalesforce } from '../sections/connectors.js'
import type { Entry } from '../sections/entry.js'
import { hasVariable } from './interpolate.js'
import { isMap } from './map.js'

/**
 * A note where the file holds a client secret, or the password of a proxy, itself and others than its owner may read or
 * write it. What a script exports may come from anywhere, so nothing is said of scripts.
 */
export async function describeOpenSecretFile(path: string, connectors: Entry[]): Promise<string[]> {
  if (process.platform === 'win32' || /\.[cm]?js$/.test(path) || !connectors.some(holdsSecret)) return []
  const { mode } = await stat(path)
  if ((mode & 0o077) === 0) return []
  return [
    `${path} holds a secret and other users of this machine can read it: ` +
      `run \`chmod 600 ${path}\`, or keep the secret in the environment.`,
  ]
}

function holdsSecret(entry: Entry): boolean {
  const config = isSalesforce(entry) ? entry.raw['config'] : undefined
  const { client_secret: secret, proxy } = isMap(config) ? config : {}
  if (typeof proxy === 'string' && passwordIn(proxy) !== '' && !hasVariable(passwordIn(proxy))) return true
  return typeof secret === 'number' || (typeof secret === 'string' && secret !== '' && !hasVariable(secret))
}

function passwordIn(address: string): string {
  return /^(?:[a-z]+:\/\/)?[^:@]*:(.*)@/is.exec(address)?.[1] ?? ''
}
