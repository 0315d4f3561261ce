import type { Call, Reply } from '../../http/call.js'
import type { SandboxOrg } from '../../org.js'
import { refuseClient } from './client.js'
import { identityUrl } from './identity.js'
import { NO_STORE, refuseOauth } from './oauth-refusal.js'

/** POST /services/oauth2/introspect: whether a token is good, for the app itself (RFC 7662). */
export function answerIntrospect(org: SandboxOrg, call: Call): Reply {
  const form = new URLSearchParams(call.body)
  const refused = refuseClient(org, form, call, true)
  if (refused !== undefined) return refuseOauth(refused[0], refused[1], 401)
  const token = form.get('token') ?? ''
  const session = org.sessions.find(token)
  if (session?.alive) {
    const issued = Math.floor(session.openedAt / 1000)
    const life = { exp: issued + SESSION_SECONDS, iat: issued, nbf: issued }
    return describeToken(org, session.userId, 'access_token', life)
  }
  if (org.refreshTokens.has(token)) return describeToken(org, undefined, 'refresh_token', {})
  return { status: 200, headers: NO_STORE, json: { active: false } }
}

/** POST /services/oauth2/revoke: ends the session of the token named, or a refresh token with all its sessions. */
export function answerRevoke(org: SandboxOrg, call: Call): Reply {
  const token = new URLSearchParams(call.body).get('token') ?? call.query.get('token')
  if (token !== null && org.refreshTokens.delete(token)) {
    org.sessions.endOf(token)
    return { status: 200 }
  }
  const session = token === null ? undefined : org.sessions.find(token)
  if (!session?.alive) return refuseOauth('invalid_token', 'invalid token')
  session.alive = false
  return { status: 200 }
}

/** What the session settings of an org say when nobody changed them. */
const SESSION_SECONDS = 7200

function describeToken(
  org: SandboxOrg,
  userId: string | undefined,
  token_type: string,
  life: Record<string, number>,
): Reply {
  const username = userId === undefined ? undefined : org.store.record(userId)?.values['Username']
  const owner = userId === undefined ? {} : { username, sub: identityUrl(org, userId) }
  const json = { active: true, scope: 'api id', client_id: org.settings.clientId, ...owner, token_type, ...life }
  return { status: 200, headers: NO_STORE, json }
}
