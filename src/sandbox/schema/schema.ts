import type { ObjectSchema } from '../terms.js'
import { accountSchema } from './account.js'
import { campaignSchema } from './campaign.js'
import { caseCommentSchema, emailMessageSchema } from './case-children.js'
import { caseSchema } from './case.js'
import { contactSchema } from './contact.js'
import { contentDocumentLinkSchema, contentDocumentSchema, contentVersionSchema } from './content.js'
import { feedSchemas } from './feed.js'
import { invoiceSchema } from './invoice.js'
import { leadSchema } from './lead.js'
import { opportunitySchema } from './opportunity.js'
import { otherSchemas } from './others.js'
import { projectSchema } from './project.js'
import { groupSchema, userSchema } from './user.js'

/**
 * Every sObject of the org at its start, sorted by name as a describeGlobal lists them. `changedAt` in the clock's
 * milliseconds.
 */
export function buildSchemas(changedAt: number): ObjectSchema[] {
  const schemas = [
    accountSchema(),
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
    userSchema(),
    ...feedSchemas(),
    ...otherSchemas(),
  ]
  const complete = schemas.map((schema) => ({
    ...schema,
    changedAt,
    children: [...schema.children, ...namelessChildren(schema, schemas)],
  }))
  return complete.toSorted((a, b) => (a.name < b.name ? -1 : 1))
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
