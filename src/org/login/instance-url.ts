import { ExtractError } from '../../errors/extract-error.js'
import { shorten } from '../../errors/shorten.js'
import { hints } from '../errors/hints.js'
import { buildBadAnswer } from '../errors/refusal.js'

/**
 * The origin of an `instance_url`, without a trailing slash. The token travels there with each call, so it has to be
 * the login's own origin or a host of Salesforce's of the login's kind: commercial, government or China. A login at an
 * address of another kind, a proxy, may lead to any of them; one at loopback, an embedded org, to loopback too. Without
 * a login address (empty) it may be either.
 * Throws FOREIGN_ADDRESS for anything else, BAD_ANSWER for what is no address.
 */
export function parseInstanceUrl(text: string, loginUrl: string): string {
  if (!URL.canParse(text)) throw buildBadAnswer(`the login names ${renderAddress(text)} as the org's address`, {})
  const url = new URL(text)
  const login = loginUrl === '' ? url : new URL(loginUrl)
  if (url.origin === login.origin && loginUrl !== '') return url.origin
  if (isOfKind(url, login)) return isSameOrg(url, login) ? login.origin : url.origin
  throw new ExtractError(
    'FOREIGN_ADDRESS',
    `The login${loginUrl === '' ? '' : ` at ${login.host}`} names ${renderAddress(text)} as the org's address, which is none of Salesforce's`,
    { hint: hints.domain },
  )
}

/** With mutual TLS the org is at a port of its own (8443), which the login's answer leaves out. */
function isSameOrg(url: URL, login: URL): boolean {
  return url.hostname === login.hostname && url.protocol === login.protocol && url.port === ''
}

function isOfKind(url: URL, login: URL): boolean {
  if (isLoopback(url.hostname)) return isLoopback(login.hostname) && /^https?:$/.test(url.protocol)
  const kind = findKind(login.hostname)
  const ofUrl = findKind(url.hostname)
  const isApiHost = ofUrl?.test(url.hostname) === true && url.protocol === 'https:' && url.port === ''
  return isApiHost && (kind === undefined || kind === ofUrl)
}

function findKind(hostname: string): RegExp | undefined {
  return apiHosts.find((kind) => kind.test(hostname))
}

/** My Domain hosts, and those of instances (na1, cs40) in orgs without one, by kind ("My Domain URL Formats"). */
const apiHosts = [
  /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.my\.salesforce\.com$|^[a-z]{2,4}\d{1,4}s?\.salesforce\.com$/,
  /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.my\.salesforce\.mil$/,
  /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.my\.sfcrmproducts\.cn$/,
]

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
}

/** Where the org's pages for people are: never at the port for mutual TLS, where a browser shows no certificate. */
export function pagesUrl(instanceUrl: string): string {
  const { protocol, hostname } = new URL(instanceUrl)
  return findKind(hostname) === undefined ? instanceUrl : `${protocol}//${hostname}`
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
