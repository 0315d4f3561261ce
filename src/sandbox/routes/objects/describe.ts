import { refuse } from '../../http/api-errors.js'
import { restBase, type Call, type Reply } from '../../http/call.js'
import { renderDescribe, renderGlobal } from '../../describes/describe-body.js'
import type { SandboxOrg } from '../../org.js'
import { subjectOf } from '../../subject.js'
import type { ObjectSchema } from '../../terms.js'
import { isUnfilterable } from '../queries/bind-statement.js'
import { recentRows } from './recent.js'
import { answerIfChanged } from './conditions.js'
import { findObject } from './rows.js'

/** GET /sobjects: every sObject the user sees. */
export function answerGlobal(org: SandboxOrg, call: Call): Reply {
  const objects = org.store.objects()
  const stamp = org.describeStamps.of('*', Math.max(0, ...objects.map((object) => object.changedAt)))
  return answerIfChanged(call, stamp, () => renderGlobal(objects, placeOf(call)))
}

/** GET /sobjects/{X}/describe, with 304 where nothing changed since If-Modified-Since. */
export function answerDescribe(org: SandboxOrg, call: Call, name: string): Reply {
  const subject = subjectOf(org, call)
  if (org.faults.strike('describe-500', subject)) throw refuse('unknown', '1767225600-00042 (1234567890)')
  const stale = org.faults.strike('stale-describe', subject)?.frozen
  const object = stale ?? findObject(org, name)
  const stamp = org.describeStamps.of(object.name, object.changedAt)
  return answerIfChanged(call, stamp, () =>
    renderDescribe(hideUnfilterable(org, object), { ...placeOf(call), url: org.settings.url }),
  )
}

/** GET /sobjects/{X}: the short description, without fields. */
export function answerBasicInfo(org: SandboxOrg, call: Call, name: string): Reply {
  const object = findObject(org, name)
  const [objectDescribe] = renderGlobal([object], placeOf(call)).sobjects
  return { status: 200, json: { objectDescribe, recentItems: recentRows(org, call, [object]) } }
}

function placeOf(call: Call) {
  return { version: call.version, base: restBase(call) }
}

function hideUnfilterable(org: SandboxOrg, object: ObjectSchema): ObjectSchema {
  const fields = object.fields.map((field) =>
    isUnfilterable(org, object.name, field.name) ? { ...field, filterable: false } : field,
  )
  return { ...object, fields }
}
