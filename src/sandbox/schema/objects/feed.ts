import type { FieldSchema, ObjectSchema } from '../../terms.js'
import { checkbox, child, field, picklist, reference, shortTextArea, sobject, text } from '../fields.js'
import { FEED_ITEM_TYPES } from '../picklists.js'
import { createdBy, createdDate, identity, lastModifiedDate, systemModstamp } from '../system-fields.js'

/**
 * The sObjects with a feed, by the name of the feed's own sObject. A row of it is a FeedItem seen from the parent's
 * side.
 */
export const FEED_PARENTS: Readonly<Record<string, string>> = {
  AccountFeed: 'Account',
  CampaignFeed: 'Campaign',
  CaseFeed: 'Case',
  ContactFeed: 'Contact',
  LeadFeed: 'Lead',
  OpportunityFeed: 'Opportunity',
}

/** FeedItem, FeedComment and the feed of each sObject that has one. */
export function feedSchemas(): ObjectSchema[] {
  return [
    feedItemSchema(),
    feedCommentSchema(),
    ...Object.entries(FEED_PARENTS).map(([name, parent]) => parentFeedSchema(name, parent)),
  ]
}

function feedItemSchema(): ObjectSchema {
  return sobject({
    name: 'FeedItem',
    label: 'Feed Item',
    labelPlural: 'Feed Items',
    keyPrefix: '0D5',
    fields: [
      ...identity('Feed Item ID'),
      reference('ParentId', 'Parent ID', [...Object.values(FEED_PARENTS), 'User'], 'Parent', { nillable: false }),
      ...feedItemFields(true),
      field('int', 'Revision', 'Revision'),
      reference('LastEditById', 'Last Edit By ID', 'User'),
      field('datetime', 'LastEditDate', 'Last Edit Date'),
      checkbox('HasContent', 'Has Content'),
      checkbox('HasLink', 'Has Link'),
      picklist('Status', 'Status', ['Published', 'PendingReview'], { length: 40, filterable: false }),
    ],
    children: [child('FeedComments', 'FeedComment', 'FeedItemId')],
  })
}

/** FeedComment has no LastModifiedDate; ParentId is the record the feed belongs to, not the feed item. */
function feedCommentSchema(): ObjectSchema {
  return sobject({
    name: 'FeedComment',
    label: 'Feed Comment',
    labelPlural: 'Feed Comments',
    keyPrefix: '0D7',
    fields: [
      ...identity('Feed Comment ID'),
      reference('FeedItemId', 'Feed Item ID', ['FeedItem', ...Object.keys(FEED_PARENTS)], undefined, {
        nillable: false,
      }),
      reference('ParentId', 'Parent ID', [...Object.values(FEED_PARENTS), 'User'], undefined, { nillable: false }),
      createdBy(),
      createdDate(),
      systemModstamp(),
      field('int', 'Revision', 'Revision'),
      reference('LastEditById', 'Last Edit By ID', 'User'),
      field('datetime', 'LastEditDate', 'Last Edit Date'),
      shortTextArea('CommentBody', 'Comment Body', { length: 10_000 }),
      reference('InsertedById', 'InsertedBy ID', 'User', 'InsertedBy'),
      picklist('CommentType', 'Comment Type', ['TextComment', 'ContentComment'], { length: 40 }),
      checkbox('IsRichText', 'Is Rich Text'),
      picklist('Status', 'Status', ['Published', 'PendingReview'], { length: 40, filterable: false }),
      reference('ThreadParentId', 'Feed Comment ID', 'FeedComment', 'ThreadParent'),
      field('int', 'ThreadLevel', 'Thread Level'),
    ],
  })
}

function parentFeedSchema(name: string, parent: string): ObjectSchema {
  return sobject({
    name,
    label: `${parent} Feed`,
    labelPlural: `${parent} Feed`,
    keyPrefix: null,
    searchable: false,
    createable: false,
    updateable: false,
    fields: [
      ...identity('Feed Item ID'),
      reference('ParentId', 'Parent ID', parent, 'Parent', { nillable: false }),
      ...feedItemFields(false),
    ],
    children: [child('FeedComments', 'FeedComment', 'FeedItemId')],
  })
}

/**
 * LastModifiedDate without LastModifiedById. FeedItem lets its title and who inserted it be filtered, a parent's feed
 * doesn't.
 */
function feedItemFields(filterable: boolean): FieldSchema[] {
  return [
    picklist('Type', 'Feed Item Type', FEED_ITEM_TYPES, { length: 40 }),
    createdBy(),
    createdDate(),
    lastModifiedDate(),
    systemModstamp(),
    field('int', 'CommentCount', 'Comment Count', { nillable: false }),
    field('int', 'LikeCount', 'Like Count', { nillable: false }),
    text('Title', 'Title', 255, { filterable }),
    shortTextArea('Body', 'Body', { length: 10_000, filterable: false }),
    field('url', 'LinkUrl', 'Link Url', { length: 1000, filterable: false }),
    checkbox('IsRichText', 'Is Rich Text'),
    reference('RelatedRecordId', 'Related Record ID', 'ContentVersion', undefined, { filterable: false }),
    reference('InsertedById', 'InsertedBy ID', 'User', 'InsertedBy', { filterable }),
  ]
}
