import { refuse } from '../../http/api-errors.js'
import type { Call } from '../../http/call.js'
import type { SandboxOrg } from '../../org.js'
import { bindQuery } from '../../soql/bind.js'
import type { Plan } from '../../soql/plan.js'
import { readSoql } from '../../soql/read.js'
import { subjectOf } from '../../subject.js'

/** A statement made ready to run, for whoever calls. Throws all that the service refuses in one. */
export function bindStatement(org: SandboxOrg, call: Call, text: string, includeDeleted: boolean): Plan {
  const query = readSoql(text)
  const name = query.sObject ?? ''
  if (TOOLING_ONLY.test(name) && org.store.object(name) === undefined) throw refuse('noToolingType', name)
  return bindQuery(
    {
      store: org.store,
      text,
      version: call.version,
      includeDeleted,
      allowsFilter: (owner, field) => !isUnfilterable(org, owner.name, field.name),
      feedItemNeedsId: org.faults.strike('feed-item-filter', subjectOf(org, call)) !== undefined,
    },
    query,
  )
}

/** Known to the org, but not for those who may not write code: the answer then has no advice on names. */
const TOOLING_ONLY = /^(?:Apex(?:Class|Trigger|Page|Component)|ContentHubRepository)$/i

/** Whether a fault keeps this field out of conditions; the describe says the same. */
export function isUnfilterable(org: SandboxOrg, object: string, field: string): boolean {
  return org.faults
    .list()
    .some((fault) => fault.name === 'unfilterable' && isSame(fault.object, object) && isSame(fault.field, field))
}

function isSame(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase()
}
