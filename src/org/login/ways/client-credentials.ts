import { readSecret } from '../secrets/read-secret.js'
import { requestToken } from '../token-endpoint.js'
import type { CachedSession } from '../token-cache.js'
import { secretContext, type LoginContext } from './way.js'

/** Trades client id and secret for a token ("OAuth 2.0 Client Credentials Flow"). Throws as requestToken does. */
export async function logInWithSecret(context: LoginContext): Promise<CachedSession> {
  const { clientId = '', clientSecret = '' } = context.connector
  const secret = await readSecret(clientSecret, 'client_secret', secretContext(context))
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: secret }
  return (await requestToken(context, async () => form)).session
}
