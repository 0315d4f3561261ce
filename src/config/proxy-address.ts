import { ExtractError } from '../errors/extract-error.js'
import { keepSecret } from '../errors/redact.js'

/** Where a proxy is, and as whom to speak to it. */
export interface ProxyAddress {
  protocol: 'http:' | 'https:'
  /** Without the brackets of an IPv6 address. */
  hostname: string
  port: number
  /** Decoded. */
  credentials?: { user: string; password: string }
  /** The address for messages: with its port, without user and password. */
  text: string
}

/**
 * Reads the address of a proxy as curl takes it: `http://user:password@host:3128`, `https://…`, or a host alone, which
 * is one for http. User and password may be percent-encoded, and are kept out of all output. Without a port it is the
 * usual one of the scheme. Throws CONFIG_INVALID.
 */
export function parseProxyAddress(given: string): ProxyAddress {
  const [, scheme = 'http', login, place = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:(.*)@)?([^@]*)$/is.exec(given) ?? []
  const credentials = login === undefined ? undefined : readCredentials(login)
  const protocol = `${scheme.toLowerCase()}:`
  const address = `${protocol}//${place}`
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw refusal(address, `is a proxy of a kind that is not spoken: only http and https are`)
  }
  const url = /^[^\s/?#]+\/?$/.test(place) && URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined || url.hostname === '') throw refusal(address, `is not the address of a proxy`)
  const port = Number(url.port || (protocol === 'https:' ? 443 : 80))
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return { protocol, hostname, port, text: `${protocol}//${url.hostname}:${port}`, ...(credentials && { credentials }) }
}

/** `proxy` of a connector: what parseProxyAddress takes, or nothing, which switches a proxy off. Throws CONFIG_INVALID. */
export function parseProxySetting(given: unknown): string {
  if (typeof given !== 'string') throw new ExtractError('CONFIG_INVALID', 'must be the address of a proxy, or empty')
  const text = given.trim()
  if (text !== '') parseProxyAddress(text)
  return text
}

/** Up to the last `@`, since a password may hold what should be escaped. */
function readCredentials(login: string): { user: string; password: string } {
  const [user, password] = [login.replace(/:.*$/s, ''), login.replace(/^[^:]*:?/s, '')].map(decode) as [string, string]
  keepSecret(password)
  keepSecret(Buffer.from(`${user}:${password}`).toString('base64'))
  // A short name, such as "proxy", is a word of other texts; a message never has the address with its user.
  if (user.length >= longName) keepSecret(user)
  return { user, password }
}

const longName = 6

/** A lone `%` stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function refusal(address: string, reason: string): ExtractError {
  return new ExtractError(
    'CONFIG_INVALID',
    `"${address}" ${reason}. Write it like http://proxy.example.com:3128, or http://USER:PASSWORD@proxy.example.com:3128 ` +
      'with @ as %40, : as %3A, / as %2F and % as %25 in user and password',
  )
}
