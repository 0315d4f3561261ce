import { ExtractError } from '../../errors/extract-error.js'
import { shorten } from '../../errors/shorten.js'
import { hints } from '../errors/hints.js'

/**
 * The origin of an `instance_url`, without a trailing slash. Throws FOREIGN_ADDRESS for anything but https: the token
 * travels with each call. Plain http is for loopback alone.
 */
export function parseInstanceUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) return url.origin
  throw new ExtractError(
    'FOREIGN_ADDRESS',
    `The login names ${renderAddress(text)} as the org's address, which isn't an https address`,
    {
      hint: hints.domain,
    },
  )
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

/**
 * The path of a next page, ready to be asked of the instance host.
 * Throws FOREIGN_ADDRESS for whatever is more than a path below /services/data/: the token would go where it points.
 */
export function parseNextPath(path: string, instanceUrl: string, sobject: string): string {
  const isPath = path.startsWith('/services/data/') && !/[\\\s\p{Cc}]/u.test(path)
  const url = isPath && URL.canParse(path, instanceUrl) ? new URL(path, instanceUrl) : undefined
  const isHome = url?.origin === instanceUrl && url.pathname.startsWith('/services/data/')
  if (isHome) return url.pathname + url.search
  throw new ExtractError(
    'FOREIGN_ADDRESS',
    `${sobject}: the next page is said to be at ${renderAddress(path)}: not followed`,
    {
      hint: 'The session token goes to the org alone. Check that no proxy rewrites its answers, then run it again.',
      details: { object: sobject },
    },
  )
}

/** Nothing that reaches a terminal as it came: an address can be of any length and hold control characters. */
function renderAddress(text: string): string {
  return JSON.stringify(shorten(text, longestAddress))
}

const longestAddress = 200
