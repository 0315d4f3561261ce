/** Who may look: a token where one is asked for, and no page of another site by way of a name that it controls. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { ExtractError } from '../../errors/extract-error.js'
import { isLoopbackName, type ListenAddress } from './listen-address.js'

export interface Access {
  /** Whether the request names this server: on loopback only by a name of loopback (DNS rebinding). */
  isAddressed(request: IncomingMessage): boolean
  /** Whether the request has the token, or none is asked for. */
  isAllowed(request: IncomingMessage): boolean
  isToken(text: string): boolean
  /** What a browser gets for the token, which it then needs no more: a value for Set-Cookie. */
  cookie(port: number): string
}

export interface AccessOptions {
  address: ListenAddress
  token?: string | undefined
  /** Lets everybody look who reaches the address. */
  isOpen?: boolean | undefined
}

/** Throws USAGE for an address that others reach without a token, and for a token that can be guessed. */
export function openAccess({ address, token, isOpen = false }: AccessOptions): Access {
  if (token !== undefined) validateToken(token, isOpen)
  if (token === undefined && !address.isLoopback && !isOpen) throw unguarded(address)
  // A cookie that is read somewhere doesn't tell the token.
  const cookieValue = token === undefined ? undefined : createHmac('sha256', token).update('status page').digest('hex')
  return {
    isAddressed: ({ headers }) => !address.isLoopback || isLoopbackHost(headers.host),
    isAllowed(request) {
      if (token === undefined) return true
      const bearer = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
      return isSame(bearer, token) || isSame(cookieOf(request), cookieValue)
    },
    isToken: (text) => isSame(text, token),
    cookie: (port) => `${cookieName(port)}=${cookieValue}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${cookieSeconds}`,
  }
}

const leastTokenLength = 16
const cookieSeconds = 7 * 86_400

/** Cookies know no ports: two dispatchers on one machine have one each. */
function cookieName(port: number): string {
  return `sf_extract_${port}`
}

function cookieOf({ headers, socket }: IncomingMessage): string | undefined {
  const name = cookieName(socket.localPort ?? 0)
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([key]) => key === name)?.[1]
}

function isSame(given: string | undefined, expected: string | undefined): boolean {
  return given !== undefined && expected !== undefined && timingSafeEqual(digest(given), digest(expected))
}

/** Of one length, so that the comparison takes the same time whatever is given. */
function digest(text: string): Buffer {
  return createHmac('sha256', 'compare').update(text).digest()
}

function isLoopbackHost(host: string | undefined): boolean {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d+)?$/.exec(host ?? '') ?? []
  return isLoopbackName(bracketed ?? plain ?? '')
}

function validateToken(token: string, isOpen: boolean): void {
  if (isOpen) throw new ExtractError('USAGE', '--listen-token and --no-auth exclude each other')
  if (token.length >= leastTokenLength && /^[\x21-\x7e]+$/.test(token)) return
  throw new ExtractError(
    'USAGE',
    `The token of --listen has to have ${leastTokenLength} characters or more, no blanks`,
    {
      hint: 'Make one: openssl rand -hex 24',
    },
  )
}

function unguarded({ host }: ListenAddress): ExtractError {
  return new ExtractError('USAGE', `--listen ${host} can be reached from other machines, and no token is set`, {
    hint:
      'Set SF_EXTRACT_LISTEN_TOKEN, or name a file that has the token with --listen-token-file; or listen on ' +
      '127.0.0.1; or, where something else keeps strangers out, add --no-auth.',
  })
}
