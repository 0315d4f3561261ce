import { refuse, type Refusal } from '../http/api-errors.js'
import type { Call, Reply } from '../http/call.js'
import { renderStatus } from '../http/status-pages.js'
import type { SandboxOrg } from '../org.js'
import type { FaultSubject } from './fault-book.js'
import type { FaultName } from './faults.js'

/** What a fault answers in place of the org; undefined where none strikes. Throws the refusals of the service. */
export function strikeAnswer(org: SandboxOrg, call: Call, subject: FaultSubject): Reply | undefined {
  const fault = org.faults.strikeAny('answer', subject)
  if (fault === undefined) return undefined
  if (fault.name === 'expire-session' && call.session) call.session.alive = false
  if (fault.name === 'unknown-exception') throw refuse('unknown', '1767225600-00042 (1234567890)')
  const refusal = REFUSED[fault.name]
  if (refusal !== undefined) throw refuse(refusal)
  return renderStatus(fault.status ?? 503, fault.body ?? 'html')
}

const REFUSED: Partial<Record<FaultName, Refusal>> = {
  'expire-session': 'sessionExpired',
  'session-not-for-rest': 'sessionNotForRest',
  'concurrent-limit': 'concurrentLimit',
  'concurrent-requests': 'concurrentRequests',
  'daily-limit': 'dailyLimit',
  'api-disabled': 'apiDisabledForOrg',
  'user-api-disabled': 'apiDisabledForUser',
  'server-busy': 'serverBusy',
}
