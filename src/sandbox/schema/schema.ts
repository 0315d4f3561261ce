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
import { otherSchemas } from './objects/setup/others.js'
import { permissionSchemas } from './objects/setup/permissions.js'
import { projectSchema } from './objects/project.js'
import { regionSchema } from './objects/region.js'
import { groupSchema, profileSchema, userSchema } from './objects/setup/user.js'

/**
 * Every sObject of the org at its start, sorted by name as a describeGlobal lists them. `changedAt` in the clock's
 * milliseconds.
 */
export function buildSchemas(changedAt: number, extras: readonly Extra[] = [], objects = 0): ObjectSchema[] {
  const schemas = withExtras(standardSchemas(), extras, objects)
  const complete = schemas.map((schema) => ({
    ...schema,
    changedAt,
    children: [...schema.children, ...namelessChildren(schema, schemas)],
  }))
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
    ...otherSchemas(),
  ]
}

/** A describe lists every reference to its sObject, also those no subquery can use: Case → FeedItem. */
function namelessChildren(parent: ObjectSchema, schemas: ObjectSchema[]): ObjectSchema['children'] {
  const named = new Set(parent.children.map(({ childSObject, field }) => `${childSObject}.${field}`))
  return schemas.flatMap((schema) =>
    schema.fields
      .filter((field) => field.referenceTo?.includes(parent.name) && !named.has(`${schema.name}.${field.name}`))
      .map((field) => ({ relationshipName: null, childSObject: schema.name, field: field.name })),
  )
}
