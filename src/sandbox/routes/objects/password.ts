import { refuse } from '../../http/api-errors.js'
import type { Call, Reply } from '../../http/call.js'
import type { SandboxOrg } from '../../org.js'
import { findRecord } from './rows.js'

/**
 * /sobjects/User/{id}/password: whether it has expired, which none has here. Setting and resetting it takes a
 * permission that nobody has (REST API Developer Guide, "Manage User Passwords").
 */
export function answerPassword(org: SandboxOrg, call: Call, id: string): Reply {
  findRecord(org, call, 'User', id)
  if (call.method !== 'GET') throw refuse('passwordAccess')
  return { status: 200, json: { isExpired: false } }
}
