import { isSiteHost } from '../../../config/values/domain.js'

/**
 * Whom a JWT for the org at this login address is for: the login host that all orgs of its kind share. The org's own
 * address is refused ("audience is invalid"), but in Government Cloud, which shares none, and that of a site of
 * Experience Cloud, whose users are its own ("OAuth 2.0 JWT Bearer Flow").
 */
export function audienceOf(loginUrl: string): string {
  const { hostname, origin } = new URL(loginUrl)
  if (isSiteHost(hostname)) return loginUrl
  if (hostname.endsWith('.salesforce.mil')) return origin
  const kind = testHosts.some((host) => host.test(hostname)) ? 'test' : 'login'
  return `https://${kind}.${hostname.endsWith('.sfcrmproducts.cn') ? 'sfcrmproducts.cn' : 'salesforce.com'}`
}

/** Sandboxes, with enhanced domains and without, and scratch orgs. */
const testHosts = [/^test\./, /\.(?:sandbox|scratch)\.my\./, /^[a-z0-9-]+--[a-z0-9]+\.my\./, /(?:^|\.)cs\d+\.(?:my\.)?/]
