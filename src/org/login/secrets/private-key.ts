import { createPrivateKey, type KeyObject } from 'node:crypto'
import path from 'node:path'
import type { Connector } from '../../../config/config-types.js'
import { ExtractError } from '../../../errors/extract-error.js'
import { keepSecret } from '../../../errors/redact.js'
import { readSecret, readSecretFile, type SecretContext } from './read-secret.js'

/**
 * The RSA key that assertions are signed with, from `private_key` or `private_key_file`: PEM of PKCS#8 or PKCS#1,
 * encrypted or not, also on one line with `\n` in it, or in base64, as build servers keep it.
 * Throws SECRET_UNREADABLE with the cure, INTERRUPTED.
 */
export async function readPrivateKey(connector: Connector, context: SecretContext): Promise<KeyObject> {
  const { privateKey, privateKeyFile, privateKeyPassphrase: passphrase } = connector
  const name = privateKey === undefined ? 'private_key_file' : 'private_key'
  const text =
    privateKey === undefined
      ? await readSecretFile(path.resolve(context.folder, privateKeyFile ?? ''), name)
      : await readSecret(privateKey, name, context)
  const pem = findPem(text)
  keepSecret(pem)
  validatePrivate(pem, name)
  const words = passphrase === undefined ? undefined : await readSecret(passphrase, 'private_key_passphrase', context)
  const key = parseKey(pem, words, name)
  const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType !== 'rsa') throw refuse(name, `it is of the kind ${key.asymmetricKeyType}`, makeKey)
  if (modulusLength < 2048) throw refuse(name, `it has ${modulusLength} bits, and 2048 are the least`, makeKey)
  return key
}

/** PEM as it was made: build servers make one line of it, or base64. */
function findPem(text: string): string {
  const lines = text.replaceAll(String.raw`\n`, '\n').trim()
  if (lines.includes('-----BEGIN')) return lines
  const decoded = Buffer.from(lines, 'base64').toString('latin1')
  return decoded.includes('-----BEGIN') ? decoded.trim() : lines
}

function validatePrivate(pem: string, name: string): void {
  const [, label] = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(pem) ?? []
  if (label?.endsWith('PRIVATE KEY')) return
  if (label === undefined) throw refuse(name, 'it is no PEM, which has -----BEGIN PRIVATE KEY----- in it', makeKey)
  throw refuse(
    name,
    `it is a ${label.toLowerCase()}`,
    'The app has the certificate; the private key made with it signs.',
  )
}

function parseKey(pem: string, passphrase: string | undefined, name: string): KeyObject {
  const isEncrypted = /ENCRYPTED/.test(pem)
  if (isEncrypted && passphrase === undefined) throw refuse(name, 'it is encrypted', decryptKey)
  try {
    return createPrivateKey({ key: pem, format: 'pem', passphrase })
  } catch (cause) {
    const what = isEncrypted ? 'private_key_passphrase does not open it' : 'it is damaged'
    throw refuse(name, what, isEncrypted ? 'Check private_key_passphrase.' : makeKey, cause)
  }
}

const makeKey =
  'Make a key and its certificate: openssl req -x509 -newkey rsa:2048 -noenc -days 365 -subj /CN=sf-extract -keyout ' +
  'salesforce.key -out salesforce.crt. The app gets salesforce.crt: Setup > External Client App Manager > your app > ' +
  'Settings > OAuth Settings > Enable JWT Bearer Flow > Upload Files.'

const decryptKey =
  'Give its passphrase with private_key_passphrase, as { env: NAME } or { command: LINE }; or decrypt it: ' +
  'openssl pkey -in salesforce.key -out plain.key && chmod 600 plain.key'

function refuse(name: string, what: string, hint: string, cause?: unknown): ExtractError {
  return new ExtractError('SECRET_UNREADABLE', `The key of ${name} can't be used: ${what}`, { hint, cause })
}
