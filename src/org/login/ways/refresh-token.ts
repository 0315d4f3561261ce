import { isExtractError } from '../../../errors/extract-error.js'
import { keepSecret } from '../../../errors/redact.js'
import { readSecret } from '../secrets/read-secret.js'
import type { CachedSession } from '../token-cache.js'
import { requestToken } from '../token-endpoint.js'
import { secretContext, type LoginContext } from './way.js'

/**
 * Trades a refresh token for an access token ("OAuth 2.0 Refresh Token Flow"). Where the app rotates them, the new one
 * is kept before anything else is done, and taken from then on. Where another process was quicker, its token counts.
 * Throws LOGIN_EXPIRED, STATE_BROKEN where the new one can't be kept, and as requestToken does.
 */
export async function logInWithRefreshToken(context: LoginContext): Promise<CachedSession> {
  const { connector, refreshTokens } = context
  const secrets = secretContext(context)
  const configured = await readSecret(connector.refreshToken ?? '', 'refresh_token', secrets)
  const { clientSecret } = connector
  const secret = clientSecret === undefined ? undefined : await readSecret(clientSecret, 'client_secret', secrets)
  const newest = async () => (await refreshTokens?.read(connector, configured)) ?? configured
  const trade = async (refreshToken: string) => {
    const form = {
      grant_type: 'refresh_token',
      client_id: connector.clientId ?? '',
      refresh_token: refreshToken,
      ...(secret === undefined ? {} : { client_secret: secret }),
    }
    const { session, refreshToken: next = refreshToken } = await requestToken(context, async () => form)
    keepSecret(next)
    if (next !== refreshToken) await refreshTokens?.write(connector, configured, next)
    return session
  }
  const token = await newest()
  try {
    return await trade(token)
  } catch (error) {
    const kept = isExtractError(error, 'LOGIN_EXPIRED', 'LOGIN_INVALID_GRANT') ? await newest() : token
    if (kept === token) throw error
    return trade(kept)
  }
}
