/** Which child sObjects a run polls, and whose records their changes write again. */
import type { SObjectDescribe } from '../../terms.js'
import type { Catalog } from '../plan/catalog/catalog.js'
import { isConfiguredList } from '../plan/child-selection.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import { childObjectsOf } from '../plan/standard-objects.js'
import { fileObject } from '../plan/field-tables.js'
import type { ObjectState } from '../run/object-state.js'

/** A child sObject to poll, once however many lists hold its rows. */
export interface ChildSource {
  child: string
  /** The child's fields that name its records; for files their own Id, since their links name the records. */
  parentFields: string[]
  /** Those of a configured list that the org doesn't show: a child that is new by them is told by no poll. */
  hiddenFields: string[]
  /** Undefined where the org doesn't show it: it can't be polled. */
  describe: SObjectDescribe | undefined
  /** It stands in a configured list: its children may move between records, and be left out of a list. */
  isConfigured: boolean
  /** Whether documents of this sObject have the children in them that name its records by the field. */
  isIn(object: string, field: string): boolean
}

/**
 * The tool's own children whose change writes their record again. An account's latest opportunity is an object of its
 * own and does not.
 */
const polled = new Set(['CaseComment', 'EmailMessage', 'CaseFeed', 'FeedComment', fileObject])

export function isPolled(child: string): boolean {
  return polled.has(child)
}

/** A child sObject, and the field of it that names records. */
interface Held {
  child: string
  field: string
  isConfigured: boolean
}

/** What a run knows of its objects. */
interface Known {
  catalog: Pick<Catalog, 'describes'>
  states: Map<string, Pick<ObjectState, 'lists'>>
}

/** The child sObjects that documents of the planned objects have in them. */
export function childSources(plans: ObjectPlan[], { catalog, states }: Known): ChildSource[] {
  const planned = new Set(plans.map(({ object }) => object))
  const heldBy = new Map(plans.map((plan) => [plan.object, heldIn(plan)]))
  const children = [...heldBy.values()].flat().map(({ child }) => child)
  // Their documents have them too, though this run doesn't read them: what is polled now is polled once.
  for (const [object, { lists }] of states) if (!heldBy.has(object)) heldBy.set(object, lists.map(parseList))
  return [...new Set(children)].map((child) => {
    const held = [...heldBy.values()].flat().filter((each) => each.child === child)
    const describe = catalog.describes.get(child)
    const hidden = held.filter(({ field, isConfigured }) => isConfigured && !isKnown(field, describe))
    const hiddenFields = new Set(hidden.map(({ field }) => field))
    const fields = new Set(held.map(({ field }) => field).filter((field) => !hiddenFields.has(field)))
    const isOwn = (object: string) => !planned.has(object) && isPolled(child) && childObjectsOf(object).includes(child)
    return {
      child,
      parentFields: [...fields],
      hiddenFields: [...hiddenFields],
      describe,
      isConfigured: held.some(({ isConfigured }) => isConfigured),
      isIn: (object, field) =>
        heldBy.get(object)?.some((each) => each.child === child && each.field === field) || isOwn(object),
    }
  })
}

/** The configured lists of a plan as the state keeps them: `Contact.AccountId`. */
export function configuredListsOf({ selection }: Pick<ObjectPlan, 'selection'>): string[] {
  return selection.children.filter(isConfiguredList).map(({ childSObject, field }) => `${childSObject}.${field}`)
}

function parseList(list: string): Held {
  const [child = '', field = ''] = list.split('.')
  return { child, field, isConfigured: true }
}

function heldIn({ selection, feeds }: ObjectPlan): Held[] {
  const held = selection.children.flatMap(({ childSObject, kind, field, isConfigured = false }): Held[] => {
    if (kind === 'file') return [{ child: fileObject, field: 'Id', isConfigured: false }]
    return isConfigured || isPolled(childSObject) ? [{ child: childSObject, field, isConfigured }] : []
  })
  if (feeds === undefined) return held
  const ofFeeds = ['CaseFeed', 'FeedComment'].map((child) => ({ child, field: 'ParentId', isConfigured: false }))
  return [...held, ...ofFeeds]
}

function isKnown(field: string, describe: SObjectDescribe | undefined): boolean {
  return describe === undefined || describe.fields.some(({ name }) => name === field)
}
