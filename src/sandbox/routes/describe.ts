import { refuse } from '../http/api-errors.js'
import type { Call, Reply } from '../http/call.js'
import { renderDescribe, renderGlobal } from '../describes/describe-body.js'
import { lineOf, type SandboxOrg } from '../org.js'
import type { ObjectSchema } from '../terms.js'
import { isUnfilterable } from './query.js'

/** GET /sobjects: every sObject the user sees. */
export function answerGlobal(org: SandboxOrg, call: Call): Reply {
  const objects = org.store.objects()
  const stamp = org.describeStamps.of('*', Math.max(0, ...objects.map((object) => object.changedAt)))
  return answerIfModified(call, stamp, () => renderGlobal(objects, call.version))
}

/** GET /sobjects/{X}/describe, with 304 where nothing changed since If-Modified-Since. */
export function answerDescribe(org: SandboxOrg, call: Call, name: string): Reply {
  const subject = { line: lineOf(call), object: name }
  if (org.faults.strike('describe-500', subject)) throw refuse('unknown', '1767225600-00042 (1234567890)')
  const stale = org.faults.strike('stale-describe', subject)?.frozen
  const object = stale ?? org.store.object(name)
  if (object === undefined) throw refuse('notFound')
  const stamp = org.describeStamps.of(object.name, object.changedAt)
  return answerIfModified(call, stamp, () =>
    renderDescribe(hideUnfilterable(org, object), call.version, org.settings.url),
  )
}

/** GET /sobjects/{X}: the short description, without fields. */
export function answerBasicInfo(org: SandboxOrg, call: Call, name: string): Reply {
  const object = org.store.object(name)
  if (object === undefined) throw refuse('notFound')
  const [objectDescribe] = renderGlobal([object], call.version).sobjects
  return { status: 200, json: { objectDescribe, recentItems: [] } }
}

function answerIfModified(call: Call, stamp: number, render: () => unknown): Reply {
  const headers = { 'Last-Modified': new Date(stamp).toUTCString() }
  const since = Date.parse(call.headers['if-modified-since'] ?? '')
  if (stamp <= since) return { status: 304, headers }
  return { status: 200, headers, json: render() }
}

function hideUnfilterable(org: SandboxOrg, object: ObjectSchema): ObjectSchema {
  const fields = object.fields.map((field) =>
    isUnfilterable(org, object.name, field.name) ? { ...field, filterable: false } : field,
  )
  return { ...object, fields }
}
