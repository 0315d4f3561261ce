import type { KeyObject } from 'node:crypto'
import type { Connector } from '../../../config/config-types.js'
import { isExtractError } from '../../../errors/extract-error.js'
import type { HttpAnswer } from '../../http/http.js'
import { parseHttpDate } from '../../http/org-clock.js'
import { readPrivateKey } from '../secrets/private-key.js'
import type { CachedSession } from '../token-cache.js'
import { requestToken } from '../token-endpoint.js'
import { audienceOf } from './audience.js'
import { secretContext, type LoginContext } from './way.js'

/**
 * Trades a signed assertion for a token ("OAuth 2.0 JWT Bearer Flow"). Where it is refused, and the answer shows that
 * this machine's clock is not the org's, it is signed once more by the org's.
 * Throws SECRET_UNREADABLE for the key, and as requestToken does.
 */
export async function logInWithKey(context: LoginContext): Promise<CachedSession> {
  const { connector, retryPolicy } = context
  const { clock } = retryPolicy
  const key = await readPrivateKey(connector, secretContext(context))
  let orgAheadMs = 0
  const heard = ({ date }: HttpAnswer['headers']) => {
    const orgTime = parseHttpDate(date)
    orgAheadMs = orgTime === undefined ? 0 : Date.parse(orgTime) - clock.now()
  }
  const requestBy = async (aheadMs: number) => {
    const buildForm = async () => ({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: await signAssertion(connector, key, clock.now() + aheadMs),
    })
    return (await requestToken(context, buildForm, heard)).session
  }
  try {
    return await requestBy(0)
  } catch (error) {
    const isRefused = isExtractError(error, 'LOGIN_BAD_ASSERTION', 'LOGIN_INVALID_GRANT')
    if (!isRefused || Math.abs(orgAheadMs) < toleratedMs) throw error
    return requestBy(orgAheadMs)
  }
}

/** Half a minute off, an assertion still lives by the org's clock. */
const toleratedMs = 30_000

/** Salesforce takes three minutes at most. In the middle, clocks may be off by a minute and more to either side. */
const lifetimeSeconds = 110

/** The package is loaded when it is needed: most logins go another way. */
async function signAssertion(
  { clientId = '', username = '', audience, loginUrl }: Connector,
  key: KeyObject,
  nowMs: number,
): Promise<string> {
  const { SignJWT } = await import('jose')
  return new SignJWT()
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(clientId)
    .setSubject(username)
    .setAudience(audience ?? audienceOf(loginUrl))
    .setExpirationTime(Math.floor(nowMs / 1000) + lifetimeSeconds)
    .sign(key)
}
