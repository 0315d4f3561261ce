import { createHmac, randomBytes } from 'node:crypto'
import type { Call, Reply } from '../http/call.js'
import type { Strike } from '../faults/faults.js'
import { lineOf, type SandboxOrg } from '../org.js'
import { renderStatus } from '../http/status-pages.js'
import { runAsUser } from '../run-as-user.js'
import type { Grant, Granted, Refusal } from './grant.js'
import { grantJwt } from './jwt-grant.js'

/** POST /services/oauth2/token: the client credentials flow, its parameters in the body or as HTTP Basic. */
export function answerToken(org: SandboxOrg, call: Call): Reply {
  const struck = org.faults.strikeAny('token', { line: lineOf(call) })
  if (struck?.name === 'token-status') return renderStatus(struck.status ?? 500, struck.body ?? 'html')
  if (struck) return refuseAsked(struck)
  if (call.method !== 'POST') return refuseToken('invalid_request', 'must use HTTP POST')
  const form = new URLSearchParams(call.body)
  const grant = form.get('grant_type')
  if (grant === null) return refuseToken('invalid_request', 'missing required parameter: grant_type')
  const answer = grants[grant]
  if (answer === undefined) return refuseToken('unsupported_grant_type', 'grant type not supported')
  const granted = answer(org, form, call)
  if ('refused' in granted) return refuseToken(...granted.refused)
  return { status: 200, headers: NO_STORE, json: renderLogin(org, granted) }
}

const grants: Record<string, (org: SandboxOrg, form: URLSearchParams, call: Call) => Granted> = {
  client_credentials: grantCredentials,
  refresh_token: grantRefreshToken,
  'urn:ietf:params:oauth:grant-type:jwt-bearer': grantJwt,
}

/** The client credentials flow. */
function grantCredentials(org: SandboxOrg, form: URLSearchParams, call: Call): Granted {
  const refused = refuseClient(org, form, call, true)
  if (refused !== undefined) return { refused }
  const user = runAsUser(org.store)
  return user === undefined ? { refused: ['invalid_grant', NO_RUN_AS_USER] } : { user, isSigned: true }
}

/** The refresh token flow. An app that doesn't require the secret still checks one that is given. */
function grantRefreshToken(org: SandboxOrg, form: URLSearchParams, call: Call): Granted {
  const refused = refuseClient(org, form, call, false)
  if (refused !== undefined) return { refused }
  const refreshToken = form.get('refresh_token')
  if (!refreshToken) return { refused: ['invalid_request', 'missing required parameter: refresh_token'] }
  const user = runAsUser(org.store)
  if (!org.refreshTokens.has(refreshToken) || user === undefined) {
    return { refused: ['invalid_grant', 'expired access/refresh token'] }
  }
  return { user, isSigned: true, refreshToken: rotate(org, refreshToken) }
}

/** The old token dies with the sessions that it opened. */
function rotate({ settings, refreshTokens, sessions }: SandboxOrg, refreshToken: string): string {
  if (!settings.rotatesRefreshTokens) return refreshToken
  sessions.endOf(refreshToken)
  refreshTokens.delete(refreshToken)
  const next = `5Aep861${randomBytes(40).toString('base64url')}`
  refreshTokens.add(next)
  return next
}

/** Why the app isn't who it says it is. */
function refuseClient(
  { settings }: SandboxOrg,
  form: URLSearchParams,
  call: Call,
  needsSecret: boolean,
): Refusal | undefined {
  const basic = readBasic(call.headers['authorization'])
  const clientId = basic?.id ?? form.get('client_id')
  const clientSecret = basic?.secret ?? form.get('client_secret')
  if (!clientId) return ['invalid_request', 'missing required parameter: client_id']
  if (clientId !== settings.clientId) return ['invalid_client_id', 'client identifier invalid']
  const isWrong = clientSecret !== settings.clientSecret && (needsSecret || clientSecret !== null)
  return isWrong ? ['invalid_client', 'invalid client credentials'] : undefined
}

/** POST /services/oauth2/revoke: ends the session of the token named, or a refresh token with all its sessions. */
export function answerRevoke(org: SandboxOrg, call: Call): Reply {
  const token = new URLSearchParams(call.body).get('token') ?? call.query.get('token')
  if (token !== null && org.refreshTokens.delete(token)) {
    org.sessions.endOf(token)
    return { status: 200 }
  }
  const session = token === null ? undefined : org.sessions.find(token)
  if (!session?.alive) return refuseToken('invalid_token', 'invalid token')
  session.alive = false
  return { status: 200 }
}

/** GET /services/oauth2/userinfo: who the token acts as. */
export function answerUserinfo(org: SandboxOrg, call: Call): Reply {
  const { userId } = org.sessions.check(call.headers['authorization'])
  const user = org.store.record(userId)
  const value = (name: string) => user?.values[name] ?? null
  return {
    status: 200,
    json: {
      sub: identityUrl(org, userId),
      user_id: userId,
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
function renderLogin(org: SandboxOrg, { user, isSigned, refreshToken }: Grant): Record<string, string> {
  const id = identityUrl(org, user.id)
  const issuedAt = String(org.clock.now())
  const signature = createHmac('sha256', org.settings.clientSecret)
    .update(id + issuedAt)
    .digest('base64')
  return {
    access_token: org.sessions.open({ userId: user.id, refreshToken }).token,
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

function identityUrl({ settings }: SandboxOrg, userId: string): string {
  return `${settings.url}/id/${settings.organizationId}/${userId}`
}
