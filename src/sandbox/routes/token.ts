import { createHmac } from 'node:crypto'
import type { Call, Reply } from '../http/call.js'
import type { Strike } from '../faults/faults.js'
import { lineOf, type SandboxOrg } from '../org.js'
import { renderStatus } from '../http/status-pages.js'
import { runAsUser } from '../run-as-user.js'

/** POST /services/oauth2/token: the client credentials flow, its parameters in the body or as HTTP Basic. */
export function answerToken(org: SandboxOrg, call: Call): Reply {
  const struck = org.faults.strikeAny('token', { line: lineOf(call) })
  if (struck?.name === 'token-status') return renderStatus(struck.status ?? 500, struck.body ?? 'html')
  if (struck) return refuseAsked(struck)
  if (call.method !== 'POST') return refuseToken('invalid_request', 'must use HTTP POST')
  const form = new URLSearchParams(call.body)
  const grant = form.get('grant_type')
  if (grant === null) return refuseToken('invalid_request', 'missing required parameter: grant_type')
  if (grant !== 'client_credentials') return refuseToken('unsupported_grant_type', 'grant type not supported')
  const basic = readBasic(call.headers['authorization'])
  const clientId = basic?.id ?? form.get('client_id')
  const clientSecret = basic?.secret ?? form.get('client_secret')
  if (!clientId) return refuseToken('invalid_request', 'missing required parameter: client_id')
  if (clientId !== org.settings.clientId) return refuseToken('invalid_client_id', 'client identifier invalid')
  if (clientSecret !== org.settings.clientSecret) return refuseToken('invalid_client', 'invalid client credentials')
  if (runAsUser(org.store) === undefined) return refuseToken('invalid_grant', NO_RUN_AS_USER)
  return { status: 200, headers: NO_STORE, json: renderLogin(org) }
}

/** POST /services/oauth2/revoke: ends the session of the token named. */
export function answerRevoke(org: SandboxOrg, call: Call): Reply {
  const token = new URLSearchParams(call.body).get('token') ?? call.query.get('token')
  const session = token === null ? undefined : org.sessions.find(token)
  if (!session?.alive) return refuseToken('invalid_token', 'invalid token')
  session.alive = false
  return { status: 200 }
}

/** GET /services/oauth2/userinfo: who the token acts as. */
export function answerUserinfo(org: SandboxOrg, call: Call): Reply {
  org.sessions.check(call.headers['authorization'])
  const user = runAsUser(org.store)
  const value = (name: string) => user?.values[name] ?? null
  return {
    status: 200,
    json: {
      sub: identityUrl(org),
      user_id: user?.id ?? null,
      organization_id: org.settings.organizationId,
      preferred_username: value('Username'),
      nickname: value('CommunityNickname'),
      name: [value('FirstName'), value('LastName')].filter(Boolean).join(' '),
      email: value('Email'),
      email_verified: true,
      given_name: value('FirstName'),
      family_name: value('LastName'),
      zoneinfo: 'Europe/Berlin',
      active: true,
      user_type: 'STANDARD',
    },
  }
}

const NO_RUN_AS_USER = 'no client credentials user enabled'
const NO_STORE = { 'Cache-Control': 'no-store', Pragma: 'no-cache' }

function refuseToken(error: string, description: string, status = 400): Reply {
  return { status, headers: NO_STORE, json: { error, error_description: description } }
}

function refuseAsked(fault: Strike): Reply {
  return refuseToken(fault.error ?? 'invalid_grant', fault.description ?? NO_RUN_AS_USER, fault.status)
}

function readBasic(authorization: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(/:(.*)/s)
  return { id: decodePart(id), secret: decodePart(secret) }
}

/** RFC 6749 has both parts form-encoded; what isn't is taken as it is. */
function decodePart(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** No expires_in comes back in any flow: a 401 is how a client learns that a token died. */
function renderLogin(org: SandboxOrg): Record<string, string> {
  const id = identityUrl(org)
  const issuedAt = String(org.clock.now())
  return {
    access_token: org.sessions.open().token,
    signature: createHmac('sha256', org.settings.clientSecret)
      .update(id + issuedAt)
      .digest('base64'),
    scope: 'api id',
    instance_url: org.settings.url,
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
    api_instance_url: 'https://api.salesforce.com',
  }
}

function identityUrl(org: SandboxOrg): string {
  return `${org.settings.url}/id/${org.settings.organizationId}/${runAsUser(org.store)?.id ?? ''}`
}
