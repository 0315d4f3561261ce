import { ApiError, refuse, renderApiError } from '../../http/api-errors.js'
import type { Call, Reply } from '../../http/call.js'
import { CHURN_KINDS, type ChurnOptions, type ChurnRates } from '../../company/churn/churn.js'
import type { FaultSpec } from '../../faults/faults.js'
import { validateFault, validateFaultName } from '../../faults/validate-fault.js'
import type { SandboxOrg } from '../../org.js'
import { isInRange, readMoment } from '../../soql/conditions/datetime.js'
import type { StoredRecord } from '../../terms.js'
import { allowOnly, asBody, needed, neededText, readBodies, readBody, wholeAt } from './control-body.js'
import { readField, readObject, readObjectChange } from './control-schema.js'

/**
 * The control API under /sandbox: what a test does to the org behind Salesforce's back. JSON in and out, no login.
 * What the org can't carry out answers 400 with the reason.
 */
export function answerControl(org: SandboxOrg, call: Call): Reply {
  try {
    for (const [method, pattern, control] of CONTROLS) {
      const match = method === call.method ? pattern.exec(call.path.slice('/sandbox'.length)) : null
      if (match) return { status: 200, json: control(org, call, match.slice(1)) ?? { done: true } }
    }
    throw refuse('notFound')
  } catch (error) {
    const refusal = error instanceof ApiError ? error : refuse('badControl', (error as Error).message)
    return { status: refusal.status, json: renderApiError(refusal) }
  }
}

type Control = (org: SandboxOrg, call: Call, parts: string[]) => unknown

const CONTROLS: [string, RegExp, Control][] = [
  ['GET', /^\/log$/, (org) => org.log.entries()],
  ['DELETE', /^\/log$/, (org) => org.log.clear()],
  ['GET', /^\/records\/([^/]+)$/, (org, call, [name]) => listRecords(org, call, name!)],
  ['POST', /^\/records\/([^/]+)$/, (org, call, [name]) => insertRecords(org, call, name!)],
  ['PATCH', /^\/records\/([^/]+)$/, (org, call, [id]) => updateRecord(org, call, id!)],
  ['DELETE', /^\/records\/([^/]+)$/, (org, _call, [id]) => org.store.delete(id!)],
  ['POST', /^\/records\/([^/]+)\/undelete$/, (org, _call, [id]) => org.store.undelete(id!)],
  ['POST', /^\/records\/([^/]+)\/purge$/, (org, _call, [id]) => org.store.purge(id!)],
  ['POST', /^\/merge$/, (org, call) => mergeRecords(org, call)],
  ['POST', /^\/fields\/([^/]+)$/, (org, call, [name]) => org.store.addField(name!, readField(readBody(call)))],
  ['DELETE', /^\/fields\/([^/]+)\/([^/]+)$/, (org, _call, [name, field]) => removeField(org, name!, field!)],
  ['POST', /^\/objects$/, (org, call) => org.store.addObject(readObject(org.store, readBody(call)))],
  [
    'PATCH',
    /^\/objects\/([^/]+)$/,
    (org, call, [name]) => org.store.setObject(name!, readObjectChange(readBody(call))),
  ],
  ['GET', /^\/clock$/, (org) => ({ now: org.clock.now() })],
  ['POST', /^\/clock$/, (org, call) => advanceClock(org, call)],
  ['POST', /^\/sessions\/expire$/, (org) => ({ expired: org.sessions.expireAll() })],
  ['GET', /^\/usage$/, (org) => org.usage],
  ['PATCH', /^\/usage$/, (org, call) => setUsage(org, call)],
  ['POST', /^\/churn$/, (org, call) => org.churn(readChurn(call))],
  ['GET', /^\/faults$/, (org) => org.faults.list()],
  ['POST', /^\/faults$/, (org, call) => addFaults(org, call)],
  ['DELETE', /^\/faults$/, (org) => org.faults.remove()],
  ['DELETE', /^\/faults\/([^/]+)$/, (org, _call, [name]) => removeFaults(org, name)],
]

/** The records as stored; `?deleted=true` with those in the recycle bin. */
function listRecords(org: SandboxOrg, call: Call, name: string): StoredRecord[] {
  const deleted = call.query.get('deleted') ?? 'false'
  if (!/^(?:true|false)$/.test(deleted)) throw refuse('badControl', `deleted is true or false, not ${deleted}`)
  const all = [...org.store.rows(name)]
  return deleted === 'true' ? all : all.filter((record) => !record.isDeleted)
}

/** Without its Id no record could be told from another. */
function removeField(org: SandboxOrg, name: string, field: string): void {
  if (field.toLowerCase() === 'id') throw refuse('badControl', "Id can't be removed")
  org.store.removeField(name, field)
}

/** One record or an array of them. `?at=` stamps them, `?hiddenUntil=` keeps them out of sight until then. */
function insertRecords(org: SandboxOrg, call: Call, name: string): unknown {
  const body = readBodies(call)
  const options = readMoments(call)
  const insert = (values: Record<string, unknown>) => org.store.insert(name, values, options)
  if (!Array.isArray(body)) return insert(body)
  return body.map((values, index) => {
    try {
      return insert(values)
    } catch (cause) {
      const reason = (cause as Error).message
      throw refuse(
        'badControl',
        index === 0 ? reason : `number ${index + 1} of the array, after ${index} inserted: ${reason}`,
      )
    }
  })
}

/** `?touch=system` moves SystemModstamp alone, `?touch=none` no stamp. */
function updateRecord(org: SandboxOrg, call: Call, id: string): StoredRecord {
  const touch = call.query.get('touch') ?? 'user'
  if (touch !== 'user' && touch !== 'system' && touch !== 'none') {
    throw refuse('badControl', `touch is user, system or none, not ${touch}`)
  }
  return org.store.update(id, readBody(call), { ...readMoments(call), touch })
}

function mergeRecords(org: SandboxOrg, call: Call): void {
  const body = readBody(call)
  allowOnly(body, ['winnerId', 'loserId'])
  org.store.merge(neededText(body, 'winnerId'), neededText(body, 'loserId'))
}

function setUsage(org: SandboxOrg, call: Call): SandboxOrg['usage'] {
  const body = readBody(call)
  allowOnly(body, ['used', 'max'])
  const [used, max] = [wholeAt(body, 'used'), wholeAt(body, 'max')]
  org.usage.used = used ?? org.usage.used
  org.usage.max = max ?? org.usage.max
  return org.usage
}

function readChurn(call: Call): ChurnOptions {
  const body = readBody(call)
  allowOnly(body, ['count', 'rates', 'lateMs'])
  const lateMs = wholeAt(body, 'lateMs') ?? 0
  const count = wholeAt(body, 'count', 0, MOST_CHANGES)
  if (body['rates'] === undefined) return { count: needed(count, 'count'), lateMs }
  const rates = asBody(body['rates'])
  for (const [kind, rate] of Object.entries(rates)) {
    if (!(CHURN_KINDS as string[]).includes(kind)) throw refuse('badControl', `no kind of change is called ${kind}`)
    if (typeof rate !== 'number' || rate < 0 || rate > MOST_CHANGES)
      throw refuse('badControl', `the rate of ${kind} must be a number from 0 to ${MOST_CHANGES}`)
  }
  return { count: count ?? 0, rates: rates as ChurnRates, lateMs }
}

/** The org does nothing else meanwhile. */
const MOST_CHANGES = 100_000

function advanceClock(org: SandboxOrg, call: Call): { now: number } {
  const body = readBody(call)
  const advanceMs = needed(wholeAt(body, 'advanceMs', -Number.MAX_SAFE_INTEGER), 'advanceMs')
  if (!isInRange(org.clock.now() + advanceMs)) throw refuse('badControl', 'the clock goes from 1700 to 4000')
  org.clock.advance(advanceMs)
  return { now: org.clock.now() }
}

function addFaults(org: SandboxOrg, call: Call): FaultSpec[] {
  const specs: unknown[] = [readBodies(call)].flat()
  const faults = specs.map((spec) => {
    validateFault(spec)
    return spec
  })
  for (const fault of faults) org.faults.add(fault)
  return org.faults.list()
}

function removeFaults(org: SandboxOrg, name: unknown): void {
  validateFaultName(name)
  org.faults.remove(name)
}

/** Moments as milliseconds or ISO text. */
function readMoments(call: Call): { at?: number; hiddenUntil?: number } {
  const moments: { at?: number; hiddenUntil?: number } = {}
  for (const name of ['at', 'hiddenUntil'] as const) {
    const text = call.query.get(name)
    if (text === null) continue
    const ms = /^-?\d+$/.test(text) ? Number(text) : readMoment(text)
    if (!isInRange(ms)) throw refuse('badControl', `${name} isn't a time: ${text}`)
    moments[name] = ms
  }
  return moments
}
