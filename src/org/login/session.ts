import type { Connector } from '../../config/config-types.js'
import { keepSecret } from '../../errors/redact.js'
import { parseInstanceUrl } from './instance-url.js'
import { logIn } from './login.js'
import { buildOrgChanged } from './org-changed.js'
import type { SharedSession } from './shared-session.js'
import type { CachedSession, TokenCache } from './token-cache.js'
import type { LoginContext } from './ways/way.js'

export interface Session extends CachedSession {
  /** 0 for the run's first session, one more with each login after it. A query locator lives in one generation. */
  generation: number
  /** A kept session that has had no answer in this run: its org may have moved since. */
  isDoubtful?: boolean
}

/** The session of a run: one login at a time, and none before it is needed. */
export interface Sessions {
  /** Takes the cached token or logs in; all callers share that login, and what it throws. */
  current(): Promise<Session>
  /**
   * Replaces a session that the org no longer takes. Resolves to true where that took a login, and to false where
   * another caller's login replaces it already. The caller decides when to stop: here is no loop. Throws ORG_CHANGED
   * where another org has taken the address over.
   */
  renew(dead: Session): Promise<boolean>
  /** Drops the cached token: one that is not meant for the API stays so after the app was put right. */
  forget(): Promise<void>
}

interface SessionOptions extends Omit<LoginContext, 'dead'> {
  tokenCache?: TokenCache | undefined
  /** The session of all runs over the connector. */
  shared: SharedSession
}

/** Opens nothing yet: the first `current()` does. */
export function openSessions({ shared, ...options }: SessionOptions): Sessions {
  const { connector } = options
  const tokenCache = isKept(connector) ? options.tokenCache : undefined
  let generation = 0
  let session: Promise<Session> | undefined

  const fetchSession = async (dead?: string) => {
    const fresh = await logIn({ ...options, dead })
    await tokenCache?.write(connector, fresh)
    return fresh
  }
  const loadCached = async (): Promise<Session | undefined> => {
    const cached = shared.newest() ?? (await tokenCache?.read(connector))
    if (cached === undefined || !isUsable(cached, connector)) return undefined
    keepSecret(cached.token)
    return { ...cached, generation, isDoubtful: true }
  }
  return {
    current() {
      session ??= loadCached().then(async (cached) => {
        if (cached !== undefined) return cached
        const { session: fresh } = await shared.replace(undefined, () => fetchSession())
        return { ...fresh, generation }
      })
      return session
    },
    async renew(dead) {
      if (dead.generation !== generation) return false
      generation += 1
      const replaced = shared.replace(dead.token, () => fetchSession(dead.token))
      session = replaced.then(({ session: fresh }) => validateSameOrg({ ...fresh, generation }, dead))
      await session
      return (await replaced).isOwn
    },
    async forget() {
      shared.forget()
      await tokenCache?.remove(connector)
    },
  }
}

/** A run that began with the token of one org doesn't go on with another's rows. An org that moves keeps its Id. */
function validateSameOrg(fresh: Session, { orgId }: Session): Session {
  if (fresh.orgId !== orgId && fresh.orgId !== '' && orgId !== '') throw buildOrgChanged(fresh.orgId, orgId)
  return fresh
}

/** A token that the configuration has, or the Salesforce CLI keeps, is kept there and nowhere else. */
function isKept({ auth }: Connector): boolean {
  return auth !== 'access_token' && auth !== 'sf_cli'
}

/** Whether a kept token may travel to the address that was kept with it, by the rules of today. */
function isUsable({ instanceUrl }: CachedSession, { loginUrl }: Connector): boolean {
  try {
    return parseInstanceUrl(instanceUrl, loginUrl) === instanceUrl
  } catch {
    return false
  }
}
