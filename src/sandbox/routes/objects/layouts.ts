import type { Call, Reply } from '../../http/call.js'
import type { SandboxOrg } from '../../org.js'
import { findObject } from './rows.js'

/** GET /sobjects/{X}/describe/layouts: nobody looks at the org's pages, so it has no layout of its own. */
export function answerLayouts(org: SandboxOrg, call: Call, name: string): Reply {
  findObject(org, name)
  const isOfType = call.path.split('/').at(-1) !== 'layouts'
  if (isOfType)
    return { status: 200, json: { buttonLayoutSection: null, detailLayoutSections: [], editLayoutSections: [] } }
  return { status: 200, json: { layouts: [], recordTypeMappings: [], recordTypeSelectorRequired: [false] } }
}

/** GET /sobjects/{X}/describe/compactLayouts: the one of the system, without fields. */
export function answerCompactLayouts(org: SandboxOrg, _call: Call, name: string): Reply {
  const object = findObject(org, name)
  const layout = {
    actions: [],
    fieldItems: [],
    id: null,
    imageItems: [],
    label: 'System Default',
    name: 'SYSTEM',
    objectType: object.name,
  }
  return {
    status: 200,
    json: { compactLayouts: [layout], defaultCompactLayoutId: null, recordTypeCompactLayoutMappings: [], urls: {} },
  }
}

/** GET /sobjects/{X}/describe/approvalLayouts. */
export function answerApprovalLayouts(org: SandboxOrg, name: string): Reply {
  findObject(org, name)
  return { status: 200, json: { approvalLayouts: [] } }
}

/** GET /sobjects/{X}/listviews; an `answer` of its own for what is as empty. */
export function answerListViews(org: SandboxOrg, name: string, answer?: unknown): Reply {
  const object = findObject(org, name)
  const none = { done: true, listviews: [], nextRecordsUrl: null, size: 0, sobjectType: object.name }
  return { status: 200, json: answer ?? none }
}
