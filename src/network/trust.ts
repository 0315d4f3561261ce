import { readFile } from 'node:fs/promises'
import tls from 'node:tls'
import { ExtractError } from '../errors/extract-error.js'

/** The files that TLS goes by; paths are absolute. */
export interface TrustSettings {
  /** Certificates of further authorities, PEM. */
  caFile?: string | undefined
  /** The certificate to show where a server asks for one, its chain behind it, PEM. */
  clientCert?: string | undefined
  /** Its private key, PEM; in the same file where it isn't given. */
  clientKey?: string | undefined
}

/**
 * What the files make of TLS; undefined where there are none, and Node's own rules do. The authorities of `caFile` come
 * to those Node knows, NODE_EXTRA_CA_CERTS among them. Throws CONFIG_INVALID for what can't be read or doesn't fit.
 */
export async function loadTrust(
  { caFile, clientCert, clientKey }: TrustSettings,
  env: NodeJS.ProcessEnv,
): Promise<tls.SecureContext | undefined> {
  if (caFile === undefined && clientCert === undefined) return undefined
  const ca = caFile === undefined ? undefined : [...(await knownAuthorities(env)), await readPem('ca_file', caFile)]
  const cert = clientCert === undefined ? undefined : await readPem('client_cert', clientCert)
  const key = clientKey === undefined ? cert : await readPem('client_key', clientKey)
  if (key !== undefined && !/-----BEGIN (?:\w+ )*PRIVATE KEY-----/.test(key)) {
    throw new ExtractError('CONFIG_INVALID', `client_key: ${clientKey ?? clientCert} holds no private key`)
  }
  const given = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) }
  try {
    return tls.createSecureContext(given)
  } catch (cause) {
    throw unfit(cause, { caFile, clientCert, clientKey })
  }
}

/** Node 22.15 tells what it trusts; before, it is what Node comes with and the file of the variable. */
async function knownAuthorities(env: NodeJS.ProcessEnv): Promise<string[]> {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] }
  if (getCACertificates !== undefined) return getCACertificates('default')
  const extra = env['NODE_EXTRA_CA_CERTS']
  // Node itself goes on without a file that it can't read, and says so.
  const added = extra === undefined || extra === '' ? '' : await readFile(extra, 'utf8').catch(() => '')
  return [...tls.rootCertificates, ...(added === '' ? [] : [added])]
}

async function readPem(setting: string, file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new ExtractError('CONFIG_INVALID', `${setting} can't be read: ${cause.message}`, { cause })
  })
  if (text.includes('-----BEGIN ')) return text
  throw new ExtractError('CONFIG_INVALID', `${setting}: ${file} holds no PEM`, {
    hint:
      'PEM is text that begins with -----BEGIN. Make it of a binary certificate with ' +
      '`openssl x509 -inform der -in FILE -out FILE.pem`.',
  })
}

function unfit(cause: unknown, { caFile, clientCert, clientKey }: TrustSettings): ExtractError {
  const { code = '', message } = cause as NodeJS.ErrnoException
  const isLocked = /PASSWORD|BAD_DECRYPT|INTERRUPTED_OR_CANCELLED/.test(code) || /passw|decrypt/i.test(message)
  if (isLocked) {
    return new ExtractError('CONFIG_INVALID', `client_key: ${clientKey} is protected by a password`, {
      hint: 'Take the password off a copy that its owner alone can read: `openssl pkey -in FILE -out FILE.key`.',
    })
  }
  if (/KEY_VALUES_MISMATCH|KEY_TYPE_MISMATCH/.test(code)) {
    return new ExtractError('CONFIG_INVALID', `client_key: ${clientKey} is not the key of ${clientCert}`)
  }
  const files = [caFile && `ca_file ${caFile}`, clientCert && `client_cert ${clientCert}`].filter(Boolean)
  const all = clientKey === undefined ? files : [...files, `client_key ${clientKey}`]
  return new ExtractError('CONFIG_INVALID', `${all.join(', ')}: TLS can't use it: ${message}`)
}
