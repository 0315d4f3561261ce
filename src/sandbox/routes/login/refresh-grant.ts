import { randomBytes } from 'node:crypto'
import type { Call } from '../../http/call.js'
import type { SandboxOrg } from '../../org.js'
import { runAsUser } from '../../run-as-user.js'
import { refuseClient } from './client.js'
import type { Granted } from './grant.js'

/** The refresh token flow. An app that doesn't require the secret still checks one that is given. */
export function grantRefreshToken(org: SandboxOrg, form: URLSearchParams, call: Call): Granted {
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
