import { createHmac } from 'node:crypto'
import type { Call, Reply } from '../../http/call.js'
import type { Strike } from '../../faults/faults.js'
import { lineOf, type SandboxOrg } from '../../org.js'
import { renderStatus } from '../../http/status-pages.js'
import { runAsUser } from '../../run-as-user.js'
import { refuseClient } from './client.js'
import type { Grant, Granted } from './grant.js'
import { identityUrl } from './identity.js'
import { grantJwt } from './jwt-grant.js'
import { NO_STORE, refuseOauth } from './oauth-refusal.js'
import { grantPassword } from './password-grant.js'
import { grantRefreshToken } from './refresh-grant.js'

/** POST /services/oauth2/token: a login, in one of the flows an app may have. */
export function answerToken(org: SandboxOrg, call: Call): Reply {
  const struck = org.faults.strikeAny('token', { line: lineOf(call) })
  if (struck?.name === 'token-status') return renderStatus(struck.status ?? 500, struck.body ?? 'html')
  if (struck) return refuseAsked(struck)
  if (call.method !== 'POST') return refuseOauth('invalid_request', 'must use HTTP POST')
  // What is missing in the form may stand in the address.
  const form = new URLSearchParams(call.body)
  for (const [name, value] of call.query) if (!form.has(name)) form.set(name, value)
  const grant = form.get('grant_type')
  if (grant === null) return refuseOauth('invalid_request', 'missing required parameter: grant_type')
  const answer = grants[grant]
  if (answer === undefined) return refuseOauth('unsupported_grant_type', 'grant type not supported')
  const granted = answer(org, form, call)
  if ('refused' in granted) return refuseOauth(...granted.refused)
  if (!org.sessions.mayOpen(granted.user.id, org.clock.now()))
    return refuseOauth('invalid_grant', 'login rate exceeded')
  return { status: 200, headers: NO_STORE, json: renderLogin(org, granted) }
}

const grants: Record<string, (org: SandboxOrg, form: URLSearchParams, call: Call) => Granted> = {
  client_credentials: grantCredentials,
  refresh_token: grantRefreshToken,
  password: grantPassword,
  'urn:ietf:params:oauth:grant-type:jwt-bearer': grantJwt,
}

/** The client credentials flow. */
function grantCredentials(org: SandboxOrg, form: URLSearchParams, call: Call): Granted {
  const refused = refuseClient(org, form, call, true)
  if (refused !== undefined) return { refused }
  const user = runAsUser(org.store)
  return user === undefined ? { refused: ['invalid_grant', NO_RUN_AS_USER] } : { user, isSigned: true }
}

const NO_RUN_AS_USER = 'no client credentials user enabled'

function refuseAsked(fault: Strike): Reply {
  return refuseOauth(fault.error ?? 'invalid_grant', fault.description ?? NO_RUN_AS_USER, fault.status)
}

/** No expires_in comes back in any flow: a 401 is how a client learns that a token died. */
function renderLogin(org: SandboxOrg, { user, isSigned, refreshToken }: Grant): Record<string, string> {
  const id = identityUrl(org, user.id)
  const now = org.clock.now()
  const issuedAt = String(now)
  const signature = createHmac('sha256', org.settings.clientSecret)
    .update(id + issuedAt)
    .digest('base64')
  return {
    access_token: org.sessions.open({ userId: user.id, refreshToken, openedAt: now }).token,
    ...(isSigned ? { signature } : {}),
    ...(refreshToken !== undefined && org.settings.rotatesRefreshTokens ? { refresh_token: refreshToken } : {}),
    scope: 'api id',
    instance_url: org.settings.url,
    id,
    token_type: 'Bearer',
    ...(isSigned ? { issued_at: issuedAt } : {}),
    api_instance_url: 'https://api.salesforce.com',
  }
}
