import type { Connector } from '../../../config/config-types.js'
import type { Http } from '../../http/http.js'
import type { RetryPolicy } from '../../http/retry.js'
import type { RefreshTokens } from '../refresh-tokens.js'
import type { SecretContext } from '../secrets/read-secret.js'

/** What a login works with, whichever way it goes. */
export interface LoginContext {
  connector: Connector
  http: Http
  retryPolicy: RetryPolicy
  /** For secrets that commands tell, and for the Salesforce CLI. */
  env: NodeJS.ProcessEnv
  /** Refresh tokens that the org gave in the place of the configured ones. */
  refreshTokens?: RefreshTokens | undefined
  /** The token that this login is to replace: the org doesn't take it any more. */
  dead?: string | undefined
}

/** What the secrets of a login are read with. */
export function secretContext({ connector, env, retryPolicy }: LoginContext): SecretContext {
  return { folder: connector.folder, env, signal: retryPolicy.signal }
}
