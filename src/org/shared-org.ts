import pLimit, { type LimitFunction } from 'p-limit'
import { openUsage, type CallGuard, type Usage } from './http/usage.js'
import { openSharedSession, type SharedSession } from './login/shared-session.js'

/**
 * What the orgs of one connector have in common that are open side by side or one after the other: its session, the
 * calls on their way, and what is known of the API usage.
 */
export interface SharedOrg {
  session: SharedSession
  /** Lets as many calls through at a time as `concurrency` says. */
  inLine: LimitFunction
  /** The usage, as far as it is known since an org was open last; for an org that is opened now. */
  joinUsage(): { usage: Usage; leave(): void }
}

/** Nothing is open yet. */
export function openSharedOrg({
  concurrency,
  guard,
}: {
  concurrency: number
  guard?: CallGuard | undefined
}): SharedOrg {
  let usage: Usage | undefined
  let users = 0
  return {
    session: openSharedSession(),
    inLine: pLimit(concurrency),
    joinUsage() {
      usage ??= openUsage(guard)
      users += 1
      const leave = () => {
        users -= 1
        // By the next time others will have made calls, and a day's calls have run out: what is known is of no use.
        if (users === 0) usage = undefined
      }
      return { usage, leave: onlyOnce(leave) }
    },
  }
}

function onlyOnce(work: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) work()
    isDone = true
  }
}
