/** What is queried of the six standard objects, and how their documents are made: one table. */
import type { ContentRule } from '../documents/content.js'
import type { SObjectDescribe } from '../../terms.js'
import type { TagRule } from '../documents/tags.js'
import { caseComments, caseFeed, emailMessages, fileObject, files, latestOpportunity } from './field-tables.js'
import { named, person, words, type FieldTable } from './field-tables.js'

/** How a standard object's document is made. */
export interface StandardObject extends FieldTable {
  icon: string
  /** The first of these fields that holds something is the title. */
  title: string[]
  content: ContentRule[]
  tags: TagRule[]
}

/** The rules of a standard object with rules of its own; undefined for all others. */
export function standardObject(name: string): StandardObject | undefined {
  return Object.hasOwn(standardObjects, name) ? standardObjects[name] : undefined
}

/** The fields that titles come from by the table, else the name field. */
export function defaultTitle({ name, fields }: SObjectDescribe): string[] {
  const nameFields = fields.filter((field) => field.nameField).map((field) => field.name)
  return standardObject(name)?.title ?? (nameFields.length > 0 ? nameFields : ['Name'])
}

/** What is queried of an sObject with a field list of its own: the six, a case's feed. Undefined: every field. */
export function fieldTableOf(name: string): FieldTable | undefined {
  return standardObject(name) ?? (name === 'CaseFeed' ? caseFeed : undefined)
}

/** Whether records of this sObject lie under Standard Objects. Custom objects have a suffix: `__c`, `__mdt`, `__x`. */
export function isStandardObject(name: string): boolean {
  return !/__[A-Za-z]+$/.test(name)
}

/**
 * The sObjects whose describes an sObject's selection depends on besides its own. Those of parents, a file's version
 * among them, are not worth a call in every run: their fields are queried on trust until the org refuses one.
 */
export function childObjectsOf(name: string): string[] {
  const children = (fieldTableOf(name)?.children ?? [files]).map((child) => child.sobject)
  const feeds = name === 'Case' ? ['CaseFeed', 'FeedComment'] : []
  const ofFiles = children.includes('ContentDocumentLink') ? [fileObject] : []
  return [...children, ...ofFiles, ...feeds]
}

const description: ContentRule = { field: 'Description' }
const feedComments: ContentRule = { list: 'FeedComments', texts: ['CommentBody'], rich: 'CommentBody' }
const people = { Owner: person, CreatedBy: person }

/** The currency of the amounts, in orgs that have more than one. */
const multiCurrency = ['CurrencyIsoCode']

const standardObjects: Record<string, StandardObject> = {
  Account: {
    icon: 'account',
    fields: words(`
      Name Description Website Type Rating Industry Phone AccountNumber AnnualRevenue NumberOfEmployees
      BillingAddress ShippingAddress ParentId OwnerId`),
    optional: multiCurrency,
    parents: { ...people, Parent: named },
    children: [latestOpportunity, files],
    title: ['Name'],
    content: [
      description,
      { label: 'Website', field: 'Website' },
      { label: 'Type', field: 'Type' },
      { label: 'Billing Address', field: 'BillingAddress' },
    ],
    tags: [{ field: 'Type' }, { field: 'Rating', prefix: 'rating:' }],
  },
  Opportunity: {
    icon: 'opportunity',
    fields: words(`
      Name Description StageName Amount CloseDate Probability Type LeadSource NextStep ForecastCategoryName
      IsClosed IsWon AccountId CampaignId OwnerId`),
    optional: multiCurrency,
    parents: { ...people, Account: named },
    children: [files],
    title: ['Name'],
    content: [description, { label: 'Stage', field: 'StageName' }],
    tags: [{ field: 'StageName', prefix: 'stage:' }],
  },
  Contact: {
    icon: 'contact',
    fields: words(`
      Name Description Email Phone MobilePhone Title Department LeadSource MailingAddress AccountId OwnerId`),
    parents: { ...people, Account: named, ReportsTo: named },
    children: [files],
    title: ['Name'],
    content: [
      description,
      { label: 'Email', field: 'Email' },
      { label: 'Phone', field: 'Phone' },
      { label: 'Title', field: 'Title' },
    ],
    tags: [{ field: 'LeadSource', prefix: 'source:' }],
  },
  Lead: {
    icon: 'lead',
    fields: words(`
      Name Description Company Email Phone Status LeadSource Title Rating Industry Address IsConverted
      ConvertedDate ConvertedAccountId ConvertedContactId ConvertedOpportunityId OwnerId`),
    parents: people,
    children: [files],
    title: ['Name'],
    content: [
      description,
      { label: 'Company', field: 'Company' },
      { label: 'Email', field: 'Email' },
      { label: 'Phone', field: 'Phone' },
      { label: 'Status', field: 'Status' },
    ],
    tags: [
      { field: 'LeadSource', prefix: 'source:' },
      { field: 'Status', prefix: 'status:' },
    ],
  },
  Campaign: {
    icon: 'campaign',
    fields: words('Name Description Type Status IsActive StartDate EndDate ParentId OwnerId'),
    parents: { ...people, Parent: named },
    children: [files],
    title: ['Name'],
    content: [
      description,
      { label: 'Type', field: 'Type' },
      { label: 'Status', field: 'Status' },
      { flag: 'IsActive', whenTrue: 'Active Campaign' },
    ],
    tags: [{ field: 'Type' }, { field: 'Status', prefix: 'status:' }],
  },
  Case: {
    icon: 'case',
    fields: words(`
      CaseNumber Subject Description Status Priority Origin Type Reason IsClosed ClosedDate IsEscalated
      SuppliedName SuppliedEmail AccountId ContactId ParentId OwnerId`),
    parents: { ...people, Account: named, Contact: person, Parent: words('Id CaseNumber Subject') },
    children: [caseComments, emailMessages, files],
    title: ['Subject', 'CaseNumber'],
    content: [
      description,
      { label: 'Case Number', field: 'CaseNumber' },
      { label: 'Status', field: 'Status' },
      { flag: 'IsClosed', whenTrue: 'State: Closed', whenFalse: 'State: Open' },
      { list: 'Feeds', texts: ['Title', 'Body'], rich: 'Body', below: feedComments },
      { list: 'CaseComments', texts: ['CommentBody'] },
      { list: 'EmailMessages', texts: ['Subject', 'TextBody', 'HtmlText'] },
    ],
    tags: [
      { field: 'Status', prefix: 'status:' },
      { flag: 'IsClosed', whenTrue: 'closed', whenFalse: 'open' },
    ],
  },
}
