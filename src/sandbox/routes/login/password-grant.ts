import type { Call } from '../../http/call.js'
import type { SandboxOrg } from '../../org.js'
import { refuseClient } from './client.js'
import { findUser } from './find-user.js'
import type { Granted } from './grant.js'

/**
 * The username-password flow, which orgs block since Summer '23: then the answer is that of a wrong password. A
 * security token may follow the password.
 */
export function grantPassword(org: SandboxOrg, form: URLSearchParams, call: Call): Granted {
  const refused = refuseClient(org, form, call, true)
  if (refused !== undefined) return { refused }
  const { password } = org.settings
  const user = findUser(org.store, form.get('username') ?? '')
  const isRight = password !== undefined && (form.get('password') ?? '').startsWith(password)
  if (!isRight || user === undefined) return { refused: ['invalid_grant', 'authentication failure'] }
  if (user.values['IsActive'] === false) return { refused: ['invalid_grant', 'inactive user'] }
  return { user, isSigned: true }
}
