import { randomBytes } from 'node:crypto'
import type { Strike } from './faults/faults.js'
import { refuse } from './http/api-errors.js'

/** What a token stands for. A locator belongs to the session that made it and dies with it. */
export interface Session {
  token: string
  alive: boolean
  /** Result pages read so far that a fault was aimed at which lets a token die after some. */
  pages: Map<Strike, number>
  /** Whom it acts as. */
  userId: string
  /** The clock's milliseconds at the login. */
  openedAt: number
  /** The refresh token it was got with. */
  refreshToken?: string | undefined
}

export interface Sessions {
  open(owner: Pick<Session, 'userId' | 'refreshToken' | 'openedAt'>): Session
  /** Whether a user may log in now: so many times an hour. */
  mayOpen(userId: string, now: number): boolean
  /** The session an Authorization header names; throws the 401 of a missing, strange or dead one. */
  check(authorization: string | undefined): Session
  find(token: string): Session | undefined
  expireAll(): number
  /** Ends those that were got with a refresh token. */
  endOf(refreshToken: string): void
}

/**
 * Sessions by token. `organizationId` opens each token, as the real ones do. Times are the clock's, in milliseconds.
 */
export function openSessions(organizationId: string, loginsPerHour: number): Sessions {
  const sessions = new Map<string, Session>()
  const recent = new Map<string, number[]>()
  return {
    open(owner) {
      const session: Session = {
        ...owner,
        token: `${organizationId.slice(0, 15)}!AQ${randomBytes(60).toString('base64url')}`,
        alive: true,
        pages: new Map(),
      }
      sessions.set(session.token, session)
      return session
    },
    mayOpen(userId, now) {
      const times = (recent.get(userId) ?? []).filter((at) => at > now - HOUR_MS)
      recent.set(userId, times)
      return times.length < loginsPerHour && times.push(now) > 0
    },
    check(authorization) {
      if (authorization === undefined) throw refuse('sessionExpired')
      const token = tokenOf(authorization)
      if (token === undefined) throw refuse('badAuthHeader')
      const session = sessions.get(token)
      if (!session?.alive) throw refuse('sessionExpired')
      return session
    },
    find: (token) => sessions.get(token),
    expireAll() {
      const living = [...sessions.values()].filter((session) => session.alive)
      for (const session of living) session.alive = false
      return living.length
    },
    endOf(refreshToken) {
      for (const session of sessions.values()) if (session.refreshToken === refreshToken) session.alive = false
    },
  }
}

/** The token of an Authorization header; undefined where it has none. */
export function tokenOf(authorization = ''): string | undefined {
  return /^(?:Bearer|OAuth) +(\S+)$/i.exec(authorization)?.[1]
}

const HOUR_MS = 3_600_000
