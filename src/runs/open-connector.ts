import type { Clock } from '../clock.js'
import type { Config, Connector } from '../config/config-types.js'
import { isExtractError } from '../errors/extract-error.js'
import { openRefreshTokens } from '../org/login/refresh-tokens.js'
import { openTokenCache, type TokenCache } from '../org/login/token-cache.js'
import { openOrg } from '../org/open-org.js'
import type { Org } from '../org/org.js'
import type { SharedOrg } from '../org/shared-org.js'
import { localFolder } from '../state/stores/local-folder.js'
import type { Log, Retry } from '../terms.js'

/** What an org is opened with. */
export interface OrgContext {
  config: Config
  clock: Clock
  log: Log
  signal?: AbortSignal
  /**
   * HTTPS_PROXY and its like of it count, and XDG_CACHE_HOME for tokens where the state is in no folder; secrets'
   * commands get it.
   */
  env: NodeJS.ProcessEnv
  /** Takes the warning that the token can't be kept; without it that is an error. */
  warn?: (text: string) => void
}

/** What a caller asks of an org. */
export interface OrgUse {
  /** Most API calls, retries included. */
  maxCalls?: number
  /** Instead of the context's. */
  signal?: AbortSignal
  /** Leaves the token cache alone. */
  freshLogin?: boolean
  /** Logs in though a token is kept, and keeps the new one: the address may be another org's by now. */
  renewsToken?: boolean
  /** What other runs over the connector share with this one. */
  shared?: SharedOrg | undefined
  /** Hears of each call and each login that is about to be tried again. */
  retried?: (retry: Retry) => void
}

/** The org of a connector as it is configured, with a count of calls of its own. The caller closes it. */
export function openConnector(
  connector: Connector,
  { config, clock, log, signal, env, warn }: OrgContext,
  { freshLogin = false, renewsToken = false, ...use }: OrgUse = {},
): Org {
  const { extract } = config
  const keepsToken = extract.tokenCache && !freshLogin
  const folder = localFolder('tokens', extract.state, env)
  const tokens = keepsToken ? openTokens(folder, warn) : undefined
  return openOrg({
    connector,
    extract,
    clock,
    log,
    signal,
    env,
    // An org that gave a new refresh token takes the old one no more: it is kept whatever else is left alone.
    refreshTokens: openRefreshTokens(folder),
    tokenCache: tokens && renewsToken ? { ...tokens, read: async () => undefined } : tokens,
    ...use,
  })
}

/** A token that can't be kept costs a login the next time, and no more. */
function openTokens(folder: string, warn: OrgContext['warn']): TokenCache {
  const tokens = openTokenCache(folder)
  if (warn === undefined) return tokens
  const orWarn = async (change: Promise<void>) =>
    change.catch((error: unknown) => {
      if (!isExtractError(error, 'STATE_BROKEN', 'FILES_EXHAUSTED')) throw error
      warn(`${error.message}. The next run logs in again.`)
    })
  return {
    ...tokens,
    write: (connector, session) => orWarn(tokens.write(connector, session)),
    remove: (connector) => orWarn(tokens.remove(connector)),
  }
}
