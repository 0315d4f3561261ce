import { refuse } from '../http/api-errors.js'
import type { SandboxOrg } from '../org.js'
import type { Session } from '../sessions.js'
import type { FaultSubject } from './fault-book.js'
import type { Strike } from './faults.js'

/**
 * Ends the session that reads a page where a fault says that it has read enough of them; `counts` says which faults mean
 * this kind of page. Throws INVALID_SESSION_ID for a session that is dead.
 */
export function endSession(
  org: SandboxOrg,
  session: Session,
  subject: FaultSubject,
  counts: (fault: Strike) => boolean = () => true,
): void {
  const isDue = (fault: Strike) => counts(fault) && hasReadEnough(session, fault)
  if (org.faults.strike('session-dies', subject, isDue)) session.alive = false
  if (!session.alive) throw refuse('sessionExpired')
}

/** Counts the pages that a fault waits for. */
function hasReadEnough(session: Session, fault: Strike): boolean {
  const pages = session.pages.get(fault) ?? 0
  session.pages.set(fault, pages + 1)
  return pages >= (fault.pages ?? 1)
}
