import { homedir } from 'node:os'
import path from 'node:path'
import type { Clock } from '../clock.js'
import type { Config, Connector } from '../config/config-types.js'
import { openTokenCache } from '../org/login/token-cache.js'
import { openOrg } from '../org/open-org.js'
import type { Org } from '../org/org.js'
import { tokenFolderBeside } from '../state/stores/open-store.js'
import type { Log } from '../terms.js'

/** What an org is opened with. */
export interface OrgContext {
  config: Config
  clock: Clock
  log: Log
  signal?: AbortSignal
  /** XDG_CACHE_HOME of it counts, for tokens where the state is in no folder. */
  env: NodeJS.ProcessEnv
}

/** What a caller asks of an org. */
export interface OrgUse {
  /** Most API calls, retries included. */
  maxCalls?: number
  /** Instead of the context's. */
  signal?: AbortSignal
  /** Leaves the token cache alone. */
  freshLogin?: boolean
}

/** The org of a connector as it is configured, with a count of calls of its own. The caller closes it. */
export function openConnector(
  connector: Connector,
  { config, clock, log, signal, env }: OrgContext,
  { freshLogin = false, ...use }: OrgUse = {},
): Org {
  const { extract } = config
  return openOrg({
    connector,
    extract,
    clock,
    log,
    ...(signal === undefined ? {} : { signal }),
    ...(extract.tokenCache && !freshLogin ? { tokenCache: openTokenCache(tokenFolder(extract.state, env)) } : {}),
    ...use,
  })
}

/**
 * Beside a state in a folder; for a store elsewhere among the user's caches, since a token never leaves the machine.
 */
function tokenFolder(address: string, env: NodeJS.ProcessEnv): string {
  const besideState = tokenFolderBeside(address)
  if (besideState !== undefined) return besideState
  return path.join(env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'sf-extract', 'tokens')
}
