import { ExtractError } from '../../errors/extract-error.js'

/**
 * Any spelling of an org's My Domain → the https origin that gives tokens.
 * Takes the bare name (`mycompany`, `mycompany--uat.sandbox`, `x-dev-ed.develop`), the host, or an address pasted from
 * the browser, those of Lightning, Setup and sites among them. Throws CONFIG_INVALID naming the value and the reason.
 */
export function parseDomain(given: unknown): string {
  const text = String(given).trim()
  // Alone, a name of digits would be read as an IP address.
  const host = text.replace(/^(https?:\/\/)?(?!localhost\b)([a-z0-9-]+)\/?$/i, '$1$2.my.salesforce.com')
  const url = parseUrl(host.includes('://') ? host : `https://${host}`)
  if (url === undefined) throw refusal(text, 'is not a Salesforce domain')
  if (isLoopback(url.hostname)) return url.origin
  if (url.protocol !== 'https:') throw refusal(text, 'would send secrets unencrypted: use https')
  return `https://${myDomainHost(url.hostname, text)}${url.port === '' ? '' : `:${url.port}`}`
}

/**
 * An explicit login address → its origin, of a site of Experience Cloud with the site's path. It is taken as it stands,
 * so it may lead to a proxy, but never to login.salesforce.com, and to plain http on loopback alone. Throws
 * CONFIG_INVALID.
 */
export function parseLoginUrl(given: unknown): string {
  const text = String(given).trim()
  const url = parseUrl(text)
  if (url === undefined || !isSiteHost(url.hostname)) return parseOrigin(text)
  const [, name] = sitePath.exec(url.pathname) ?? []
  return name === undefined ? parseOrigin(text) : parseOrigin(url.origin) + name
}

/** Whether a host shows sites of Experience Cloud, which give tokens to their own users: by their name, or by none. */
export function isSiteHost(hostname: string): boolean {
  return /\.(?:my\.site|my\.salesforce-sites|force)\.com$/.test(hostname) && !pagesOnly.test(hostname)
}

function parseOrigin(text: string): string {
  const url = parseUrl(text)
  if (url === undefined) throw refusal(text, 'is not an address: write it like https://mycompany.my.salesforce.com')
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw refusal(text, 'would send secrets unencrypted: use https (plain http is only for loopback)')
  }
  if (!/^\/(?:services\/oauth2(?:\/token)?\/?)?$/.test(url.pathname)) {
    throw refusal(text, 'has a path: give scheme and host')
  }
  if (isSharedHost(url.hostname)) throw sharedHostRefusal(text)
  return pagesOnly.test(url.hostname) ? parseDomain(url.origin) : url.origin
}

/** What `parse` makes of it, or the origin of login.salesforce.com and its like, where JWTs and refresh tokens go. */
export function orSharedHost(parse: (given: unknown) => string): (given: unknown) => string {
  return (given) => {
    const text = String(given).trim().toLowerCase()
    const [, kind, suffix = '.salesforce.com'] = sharedAddress.exec(text) ?? []
    return kind === undefined ? parse(given) : `https://${kind}${suffix.replace(/^\.my/, '')}`
  }
}

/** The address of an org whose access token is at hand → its origin. Throws CONFIG_INVALID. */
export function parseInstance(given: unknown): string {
  return String(given).includes('://') ? parseOrigin(String(given).trim()) : parseDomain(given)
}

/** Whether all orgs log in at a host: it doesn't say which org is meant. */
export function isSharedHost(hostname: string): boolean {
  return sharedHosts.test(hostname)
}

/** True for this machine's own addresses: 127.0.0.0/8, ::1 and localhost. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

/** Undefined for what is no http(s) address, and for one that carries a user name or a password. */
export function parseUrl(text: string): URL | undefined {
  if (/\s/.test(text) || !URL.canParse(text)) return undefined
  const url = new URL(text)
  const isPlain = /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  return isPlain ? url : undefined
}

function myDomainHost(hostname: string, text: string): string {
  const host = hostname.replace(/\.$/, '')
  if (isSharedHost(host)) throw sharedHostRefusal(text)
  const suffix = apiSuffixes.find(({ pasted }) => host.endsWith(pasted))
  const name = suffix === undefined ? host.replace(/\.my$/, '') : host.slice(0, -suffix.pasted.length)
  if (suffix === undefined && host.endsWith('.salesforce.com')) {
    throw refusal(text, 'is not a My Domain host, which this login needs', myDomainHint)
  }
  if (!orgName.test(name)) throw refusal(text, 'is not a Salesforce domain')
  return `${name}${suffix?.api ?? '.my.salesforce.com'}`
}

/** `login` and `test` alone are how other tools spell login.salesforce.com and test.salesforce.com. */
const sharedHosts = /^(?:login|test)(?:(?:\.my)?\.salesforce\.com|\.sfcrmproducts\.cn)?$/
const sharedAddress =
  /^(?:https:\/\/)?(login|test)((?:\.my)?\.salesforce\.com|\.sfcrmproducts\.cn)?(?:\/services\/oauth2)?(?:\/token)?\/?$/

/**
 * Hosts that stand for an org, and the host of the same org that answers the API ("My Domain URL Formats"). Sites of
 * Experience Cloud have the org's name since enhanced domains.
 */
const apiSuffixes = [
  { pasted: '.my.salesforce.com', api: '.my.salesforce.com' },
  { pasted: '.lightning.force.com', api: '.my.salesforce.com' },
  { pasted: '.my.salesforce-setup.com', api: '.my.salesforce.com' },
  { pasted: '.my.site.com', api: '.my.salesforce.com' },
  { pasted: '.my.salesforce-sites.com', api: '.my.salesforce.com' },
  { pasted: '.my.salesforce.mil', api: '.my.salesforce.mil' },
  { pasted: '.lightning.crmforce.mil', api: '.my.salesforce.mil' },
  { pasted: '.my.sfcrmproducts.cn', api: '.my.sfcrmproducts.cn' },
  { pasted: '.setup.sfcrmproducts.cn', api: '.my.sfcrmproducts.cn' },
  { pasted: '.lightning.sfcrmapps.cn', api: '.my.sfcrmproducts.cn' },
  { pasted: '.sfcrmapps.cn', api: '.my.sfcrmproducts.cn' },
]

/** A site's name, with what its pages or its token endpoint have behind it. */
const sitePath = /^(\/(?!services\b|s\/?$)[\w-]+)(?:\/s|\/services\/oauth2(?:\/token)?)?\/?$/i

/** Hosts that show pages, and give no tokens. A site gives tokens to its own users. */
const pagesOnly =
  /\.lightning\.(?:force\.com|crmforce\.mil|sfcrmapps\.cn)$|\.my\.salesforce-setup\.com$|\.setup\.sfcrmproducts\.cn$/

/**
 * A My Domain name, then the partition (sandbox, develop, scratch, …) or, in orgs without enhanced domains, the
 * instance (cs40). Without this list a mistyped `mycompany.com` would become a host of Salesforce's.
 */
const orgName =
  /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.(?:sandbox|develop|scratch|trailblaze|demo|free|patch|[a-z]{2,4}\d{1,4}s?))?$/

const myDomainHint = 'Setup > My Domain shows yours; "mycompany" stands for mycompany.my.salesforce.com.'

function sharedHostRefusal(text: string): ExtractError {
  return refusal(
    text,
    "is shared by all orgs, and client credentials and access tokens work only at an org's own My Domain",
    myDomainHint,
  )
}

function refusal(text: string, reason: string, hint = myDomainHint): ExtractError {
  return new ExtractError('CONFIG_INVALID', `"${text}" ${reason}. ${hint}`)
}
