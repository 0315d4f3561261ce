import { stat } from 'node:fs/promises'
import { secretKeys } from '../sections/connector-login.js'
import { isSalesforce } from '../sections/connectors.js'
import type { Entry, Sections } from '../sections/entry.js'
import { addProblem } from '../problems.js'
import type { ReadContext } from '../read-context.js'
import { hasVariable } from './interpolate.js'
import { isMap } from './map.js'

/**
 * A note where the file holds a secret itself, or the password of a proxy or a target, and others than its owner may
 * read or write it. What a script exports may come from anywhere, so nothing is said of scripts.
 */
export async function describeOpenSecretFile(
  path: string,
  { connectors, extract }: Pick<Sections, 'connectors' | 'extract'>,
): Promise<string[]> {
  const isSecret = connectors.some(holdsSecret) || holdsSecretOfTarget(extract.values)
  if (process.platform === 'win32' || /\.[cm]?js$/.test(path) || !isSecret) return []
  const { mode } = await stat(path)
  if ((mode & 0o077) === 0) return []
  return [
    `${path} holds a secret and other users of this machine can read it: ` +
      `run \`chmod 600 ${path}\`, or keep the secret in the environment.`,
  ]
}

/** A problem for each file with a secret that isn't there, and a note for one that others may read or write. */
export async function validateSecretFiles({ secretFiles, problems, notes }: ReadContext): Promise<void> {
  for (const [at, file] of secretFiles) {
    const status = await stat(file).catch(() => undefined)
    if (status === undefined) addProblem(problems, at, `there is no file ${file}`)
    else if (status.isDirectory()) addProblem(problems, at, `${file} is a folder`)
    else if (process.platform !== 'win32' && (status.mode & 0o077) !== 0) {
      notes.push(`${file} holds a secret and other users of this machine can read it: run \`chmod 600 ${file}\`.`)
    }
  }
}

function holdsSecret(entry: Entry): boolean {
  const config = isSalesforce(entry) ? entry.raw['config'] : undefined
  if (!isMap(config)) return false
  const { proxy } = config
  if (typeof proxy === 'string' && passwordIn(proxy) !== '' && !hasVariable(passwordIn(proxy))) return true
  return secretKeys.some((key) => isPlain(config[key]))
}

function holdsSecretOfTarget({ to, to_password: password, to_api_key: apiKey }: Record<string, unknown>): boolean {
  const ofAddress = typeof to === 'string' ? /^[a-z0-9+]+:\/\/[^:/]*:(.*)@/is.exec(to)?.[1] : undefined
  return [ofAddress, password, apiKey].some(isPlain)
}

function isPlain(secret: unknown): boolean {
  return typeof secret === 'number' || (typeof secret === 'string' && secret !== '' && !hasVariable(secret))
}

function passwordIn(address: string): string {
  return /^(?:[a-z]+:\/\/)?[^:@]*:(.*)@/is.exec(address)?.[1] ?? ''
}
