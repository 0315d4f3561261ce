import { isExtractError } from '../../errors/extract-error.js'
import type { CachedSession } from './token-cache.js'

/** The newest session of a connector, for all whose token is dead: they wait for one login. */
export interface SharedSession {
  /** Undefined before the first login. */
  newest(): CachedSession | undefined
  /**
   * A session with another token than `dead`: the newest, or one that `logIn` gets. One login is under way at a time,
   * and who waits for it gets what it gets, also where that is an error; unless whoever made it was interrupted.
   */
  replace(
    dead: string | undefined,
    logIn: () => Promise<CachedSession>,
  ): Promise<{ session: CachedSession; isOwn: boolean }>
  /** Nobody is to begin with this one. */
  forget(): void
}

/** Holds no session yet. */
export function openSharedSession(): SharedSession {
  let newest: CachedSession | undefined
  let login: Promise<CachedSession> | undefined
  const begin = async (logIn: () => Promise<CachedSession>) => {
    login = logIn()
    try {
      newest = await login
      return newest
    } finally {
      login = undefined
    }
  }
  return {
    newest: () => newest,
    async replace(dead, logIn) {
      for (;;) {
        if (login === undefined && newest !== undefined && newest.token !== dead) {
          return { session: newest, isOwn: false }
        }
        if (login === undefined) return { session: await begin(logIn), isOwn: true }
        await orInterrupted(login)
      }
    },
    forget() {
      newest = undefined
    },
  }
}

async function orInterrupted(login: Promise<unknown>): Promise<void> {
  try {
    await login
  } catch (error) {
    if (!isExtractError(error, 'INTERRUPTED')) throw error
  }
}
