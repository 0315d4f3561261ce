import type { ObjectSchema } from '../terms.js'
import { accountSchema } from './objects/account.js'
import { eventSchema, taskSchema } from './objects/activities.js'
import { attachmentSchema } from './objects/attachment.js'
import { campaignSchema } from './objects/campaign.js'
import { caseCommentSchema, emailMessageSchema } from './objects/case-children.js'
import { caseSchema } from './objects/case.js'
import { contactSchema } from './objects/contact.js'
import { contentDocumentLinkSchema, contentDocumentSchema, contentVersionSchema } from './objects/content.js'
import { withExtras, type Extra } from './extras.js'
import { feedSchemas } from './objects/feed.js'
import { invoiceSchema } from './objects/invoice.js'
import { leadSchema } from './objects/lead.js'
import { campaignMemberSchema, contactRoleSchema } from './objects/memberships.js'
import { opportunitySchema } from './objects/opportunity.js'
import { activityListSchemas } from './objects/setup/activity-lists.js'
import { associateSchemas, changeEventSchemas } from './objects/setup/associates.js'
import { schemasOfLibraries } from './objects/setup/libraries.js'
import { otherSchemas } from './objects/setup/others.js'
import { permissionSchemas } from './objects/setup/permissions.js'
import { rowlessSchemas } from './objects/setup/rowless.js'
import { projectSchema } from './objects/project.js'
import { moreStandardFields } from './standard-fields.js'
import { regionSchema } from './objects/region.js'
import { groupSchema, profileSchema, userSchema } from './objects/setup/user.js'

/**
 * Every sObject of the org at its start, sorted by name as a describeGlobal lists them. `changedAt` in the clock's
 * milliseconds.
 */
export function buildSchemas(
  changedAt: number,
  extras: readonly Extra[] = [],
  objects = 0,
): readonly Readonly<ObjectSchema>[] {
  const key = [changedAt, objects, ...extras.toSorted()].join()
  const known = built.get(key) ?? freeze(build(changedAt, extras, objects))
  built.set(key, known)
  return known
}

/** Orgs of the same kind share their first schemas: a change replaces one, it never changes one in place. */
const built = new Map<string, readonly ObjectSchema[]>()

function freeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) freeze(part as object)
  return Object.freeze(value)
}

function build(changedAt: number, extras: readonly Extra[], objects: number): ObjectSchema[] {
  const standard = standardSchemas().map((schema) => ({
    ...schema,
    fields: [...schema.fields, ...moreStandardFields(schema.name)],
  }))
  const queried = withExtras(standard, extras, objects)
  const schemas = [...queried, ...changeEventSchemas(queried)]
  const referring = referencesTo(schemas)
  const complete = schemas.map((schema) => ({
    ...schema,
    changedAt,
    children: [...schema.children, ...namelessChildren(schema, referring)],
  }))
  if (extras.includes('person-accounts')) giveChildrenOfContacts(complete)
  return complete.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function standardSchemas(): ObjectSchema[] {
  return [
    accountSchema(),
    attachmentSchema(),
    campaignSchema(),
    caseSchema(),
    caseCommentSchema(),
    contactSchema(),
    contentDocumentSchema(),
    contentDocumentLinkSchema(),
    contentVersionSchema(),
    emailMessageSchema(),
    groupSchema(),
    invoiceSchema(),
    leadSchema(),
    opportunitySchema(),
    projectSchema(),
    regionSchema(),
    userSchema(),
    profileSchema(),
    taskSchema(),
    eventSchema(),
    campaignMemberSchema(),
    contactRoleSchema(),
    ...permissionSchemas(),
    ...feedSchemas(),
    ...associateSchemas(),
    ...activityListSchemas(),
    ...schemasOfLibraries(),
    ...rowlessSchemas(),
    ...otherSchemas(),
  ]
}

type ChildList = ObjectSchema['children']

/** An account that is a person has what points to its contact, but for what is the contact's own. */
function giveChildrenOfContacts(schemas: ObjectSchema[]): void {
  const [account, contact] = ['Account', 'Contact'].map((name) => schemas.find((schema) => schema.name === name)!)
  const known = new Set(account!.children.map(keyOfChild))
  const more = contact!.children.filter(
    (one) => !known.has(keyOfChild(one)) && !/^(?:Account|Contact|ContactFeed|ContactHistory)$/.test(one.childSObject),
  )
  account!.children = [
    ...account!.children,
    ...more.map((one) => ({ ...one, relationshipName: null, parentKey: 'PersonContactId' })),
  ]
}

function keyOfChild({ childSObject, field }: ChildList[number]): string {
  return `${childSObject}.${field}`
}

/** A describe lists every reference to its sObject, also those no subquery can use: Case → FeedItem. */
function namelessChildren(parent: ObjectSchema, referring: Map<string, ChildList>): ChildList {
  const named = new Set([...parent.children.map(keyOfChild), ...(parent.name === 'Account' ? BY_ACCOUNT : [])])
  return (referring.get(parent.name) ?? []).filter((child) => !named.has(keyOfChild(child)))
}

/** An account has these by their AccountId, which holds it whatever they are about. */
const BY_ACCOUNT = ['ActivityHistory.WhatId', 'OpenActivity.WhatId']

/**
 * Every reference by the sObject it points to, without a name for subqueries. The survivor of a merge doesn't list
 * those it took in.
 */
function referencesTo(schemas: ObjectSchema[]): Map<string, ChildList> {
  const referring = new Map<string, ChildList>()
  for (const { name: childSObject, fields } of schemas) {
    for (const { name: field, referenceTo = [] } of fields) {
      for (const parent of field === 'MasterRecordId' ? [] : referenceTo) {
        const list = referring.get(parent)
        const child = { relationshipName: null, childSObject, field }
        if (list) list.push(child)
        else referring.set(parent, [child])
      }
    }
  }
  return referring
}
