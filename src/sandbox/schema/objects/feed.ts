import type { FieldSchema, ObjectSchema } from '../../terms.js'
import { checkbox, child, field, picklist, reference, shortTextArea, sobject, text } from '../fields.js'
import { FEED_ITEM_TYPES } from '../labelled-picklists.js'
import { createdBy, createdDate, identity, lastModifiedDate, systemModstamp } from '../system-fields.js'
import { FEED_PARENTS, POSTED_ON } from '../parents.js'

/**
 * FeedItem, FeedComment and the feed of each sObject that has one. A row of such a feed is a FeedItem seen from the
 * parent's side.
 */
export function feedSchemas(): ObjectSchema[] {
  return [
    feedItemSchema(),
    feedCommentSchema(),
    ...Object.entries(FEED_PARENTS).map(([name, parent]) => parentFeedSchema(name, parent)),
  ]
}

/** No aggregate function takes a field of it, which COUNT() doesn't ask for (Object Reference, FeedItem). */
function feedItemSchema(): ObjectSchema {
  const fields = [
    ...identity('Feed Item ID'),
    reference('ParentId', 'Parent ID', POSTED_ON, 'Parent', { nillable: false }),
    ...feedItemFields('FeedItem'),
    ...edits(),
    checkbox('HasContent', 'Has Content'),
    checkbox('HasLink', 'Has Link'),
    checkbox('HasFeedEntity', 'Has Feed Entity Attachment'),
    checkbox('HasVerifiedComment', 'Has Verified Comment'),
    checkbox('IsClosed', 'Is Closed'),
    status(),
  ]
  return sobject({
    name: 'FeedItem',
    label: 'Feed Item',
    labelPlural: 'Feed Items',
    keyPrefix: '0D5',
    fields: fields.map((one) => ({ ...one, aggregatable: false })),
    children: [child('FeedComments', 'FeedComment', 'FeedItemId')],
  })
}

/** FeedComment has no LastModifiedDate; ParentId is the record the feed belongs to, not the feed item. */
function feedCommentSchema(): ObjectSchema {
  const items = ['FeedItem', ...Object.keys(FEED_PARENTS)]
  return sobject({
    name: 'FeedComment',
    label: 'Feed Comment',
    labelPlural: 'Feed Comments',
    keyPrefix: '0D7',
    fields: [
      ...identity('Feed Comment ID'),
      reference('FeedItemId', 'Feed Item ID', items, undefined, { nillable: false }),
      reference('ParentId', 'Parent ID', POSTED_ON),
      createdBy(),
      createdDate(),
      systemModstamp(),
      ...edits(),
      shortTextArea('CommentBody', 'Comment Body', { length: 10_000, nillable: false }),
      reference('InsertedById', 'InsertedBy ID', 'User', 'InsertedBy', { nillable: false }),
      picklist('CommentType', 'Comment Type', ['TextComment', 'ContentComment'], { length: 40 }),
      relatedRecord(),
      checkbox('IsRichText', 'Is Rich Text'),
      checkbox('IsVerified', 'Is a Verified Comment'),
      checkbox('HasEntityLinks', 'Has entity links'),
      status(),
      reference('ThreadParentId', 'Feed Comment ID', 'FeedComment', 'ThreadParent'),
      field('int', 'ThreadLevel', 'Thread Level'),
      field('int', 'ThreadChildrenCount', 'Thread Children Count'),
      field('datetime', 'ThreadLastUpdatedDate', 'Thread Last Updated Date'),
    ],
    children: [child('FeedThreadedComments', 'FeedComment', 'ThreadParentId')],
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
      ...feedItemFields('feed of a parent'),
    ],
    children: [child('FeedComments', 'FeedComment', 'FeedItemId')],
  })
}

/**
 * LastModifiedDate without LastModifiedById. FeedItem lets its title and who inserted it be filtered, a parent's feed
 * doesn't; who inserted it is always known there alone.
 */
function feedItemFields(of: 'FeedItem' | 'feed of a parent'): FieldSchema[] {
  const filterable = of === 'FeedItem'
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
    relatedRecord(),
    reference('InsertedById', 'InsertedBy ID', 'User', 'InsertedBy', { filterable, nillable: !filterable }),
    reference('BestCommentId', 'Best Comment ID', 'FeedComment', 'BestComment'),
  ]
}

function edits(): FieldSchema[] {
  return [
    field('int', 'Revision', 'Revision'),
    reference('LastEditById', 'Last Edit By ID', 'User'),
    field('datetime', 'LastEditDate', 'Last Edit Date'),
  ]
}

/** The file of a post or comment that has one. */
function relatedRecord(): FieldSchema {
  return reference('RelatedRecordId', 'Related Record ID', 'ContentVersion', undefined, { filterable: false })
}

function status(): FieldSchema {
  return picklist('Status', 'Status', ['Published', 'PendingReview', 'Draft'], { length: 40, filterable: false })
}
