import { ExtractError } from '../../../errors/extract-error.js'
import { keepSecret } from '../../../errors/redact.js'
import { parseInstanceUrl } from '../instance-url.js'
import { readSecret } from '../secrets/read-secret.js'
import type { CachedSession } from '../token-cache.js'
import { fetchIdentity } from './identity.js'
import { secretContext, type LoginContext } from './way.js'

/**
 * Takes the token that the configuration has. It can't be renewed here: where the org refuses it, and no other is to be
 * had from where it came, throws LOGIN_EXPIRED. Also throws SECRET_UNREADABLE, INTERRUPTED.
 */
export async function takeAccessToken(context: LoginContext): Promise<CachedSession> {
  const { connector, dead } = context
  const token = await readSecret(connector.accessToken ?? '', 'access_token', secretContext(context))
  if (token === dead) throw buildExpired()
  validateToken(token, 'access_token')
  const instanceUrl = parseInstanceUrl(connector.loginUrl, connector.loginUrl)
  return { token, instanceUrl, ...(await fetchIdentity(context, { token, instanceUrl })) }
}

/** A token travels in a header, and a line end in it would be another header. */
export function validateToken(token: string, name: string): void {
  keepSecret(token)
  if (/^[\x21-\x7e]{1,8000}$/.test(token)) return
  throw new ExtractError('SECRET_UNREADABLE', `${name} is no access token: it has blanks or line ends in it`, {
    hint: 'An access token is one word, such as 00D…!AQ…',
  })
}

function buildExpired(): ExtractError {
  return new ExtractError('LOGIN_EXPIRED', 'The org does not take the access token: it has ended or was revoked', {
    hint:
      'An access token lives for as long as the session settings of the app say, and can not be renewed. Get a new one ' +
      'and set access_token or SF_ACCESS_TOKEN to it, or let sf-extract log in by itself: auth: client_credentials, jwt, ' +
      'refresh_token or sf_cli. `sf-extract login` sets that up.',
  })
}
