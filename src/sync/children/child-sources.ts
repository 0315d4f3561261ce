/** Which child sObjects a run polls, and whose records their changes write again. */
import type { SObjectDescribe } from '../../terms.js'
import type { Catalog } from '../plan/catalog/catalog.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import { childObjectsOf } from '../plan/standard-objects.js'
import { fileObject } from '../plan/field-tables.js'

/** A child sObject to poll. */
export interface ChildSource {
  child: string
  /** The child's field that names its record; for files their own Id, since their links name the records. */
  parentField: string
  /** Undefined where the org doesn't show it: it can't be polled. */
  describe: SObjectDescribe | undefined
  /** Whether documents of this sObject have the child in them. */
  isIn(object: string): boolean
}

/**
 * Children whose change writes their record again. An account's latest opportunity is an object of its own and does
 * not.
 */
const polled = new Set(['CaseComment', 'EmailMessage', 'CaseFeed', 'FeedComment', fileObject])

export function isPolled(child: string): boolean {
  return polled.has(child)
}

/** The child sObjects that documents of the planned objects have in them. */
export function childSources(plans: ObjectPlan[], { describes }: Pick<Catalog, 'describes'>): ChildSource[] {
  const fields = new Map<string, string>()
  const childrenOf = new Map<string, Set<string>>()
  for (const plan of plans) {
    const parentFields = polledIn(plan)
    childrenOf.set(plan.object, new Set(parentFields.keys()))
    for (const [child, field] of parentFields) fields.set(child, field)
  }
  return [...fields].map(([child, parentField]) => ({
    child,
    parentField,
    describe: describes.get(child),
    isIn: (object) => childrenOf.get(object)?.has(child) ?? childObjectsOf(object).includes(child),
  }))
}

function polledIn({ selection, feedSelect }: ObjectPlan): Map<string, string> {
  const fields = new Map<string, string>()
  for (const { childSObject, kind, field } of selection.children) {
    if (kind === 'file') fields.set(fileObject, 'Id')
    else if (isPolled(childSObject)) fields.set(childSObject, field)
  }
  return feedSelect === undefined ? fields : fields.set('CaseFeed', 'ParentId').set('FeedComment', 'ParentId')
}
