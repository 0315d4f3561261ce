import { isExtractError, type ExtractError } from '../../errors/extract-error.js'
import type { CachedSession } from './token-cache.js'

/** The newest session of a connector, for all whose token is dead: they wait for one login. */
export interface SharedSession {
  /** Undefined before the first login. */
  newest(): CachedSession | undefined
  /**
   * A session with another token than `dead`: the newest, or one that `logIn` gets. One login is under way at a time,
   * and who waits for it gets what it gets, also where that is an error; unless whoever made it was interrupted. A
   * login that was refused is not tried again by anybody before `pardon`.
   */
  replace(
    dead: string | undefined,
    logIn: () => Promise<CachedSession>,
  ): Promise<{ session: CachedSession; isOwn: boolean }>
  /** Nobody is to begin with this one. */
  forget(): void
  /** Lets a refused login be tried again. */
  pardon(): void
}

/** Holds no session yet. */
export function openSharedSession(): SharedSession {
  let newest: CachedSession | undefined
  let login: Promise<CachedSession> | undefined
  let refusal: ExtractError | undefined
  const begin = async (logIn: () => Promise<CachedSession>) => {
    login = logIn()
    try {
      newest = await login
      return newest
    } catch (error) {
      if (isExtractError(error) && error.code.startsWith('LOGIN_')) refusal = error
      throw error
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
        if (refusal !== undefined) throw refusal
        if (login === undefined) return { session: await begin(logIn), isOwn: true }
        await orInterrupted(login)
      }
    },
    forget() {
      newest = undefined
    },
    pardon() {
      refusal = undefined
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
