import type { Auth } from '../../config/settings/login-settings.js'
import type { CachedSession } from './token-cache.js'
import { takeAccessToken } from './ways/access-token.js'
import { logInWithSecret } from './ways/client-credentials.js'
import { logInWithKey } from './ways/jwt.js'
import { logInWithRefreshToken } from './ways/refresh-token.js'
import { borrowLogin } from './ways/sf-cli.js'
import type { LoginContext } from './ways/way.js'

/**
 * A session, got the way that the connector says. Throws a LOGIN_* error where it is refused, SECRET_UNREADABLE,
 * ORG_UNREACHABLE, BAD_ANSWER, FOREIGN_ADDRESS, STATE_BROKEN, INTERRUPTED.
 */
export function logIn(context: LoginContext): Promise<CachedSession> {
  return ways[context.connector.auth](context)
}

const ways: Record<Auth, (context: LoginContext) => Promise<CachedSession>> = {
  client_credentials: logInWithSecret,
  jwt: logInWithKey,
  refresh_token: logInWithRefreshToken,
  access_token: takeAccessToken,
  sf_cli: borrowLogin,
}
