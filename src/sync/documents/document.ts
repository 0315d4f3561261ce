import { ExtractError } from '../../errors/extract-error.js'
import type { RecordDocument, RecordId, Row, SObjectDescribe, Source, Stamp } from '../../terms.js'
import { buildContent } from './content.js'
import { buildPayload } from './payload.js'
import { placeOf } from './place.js'
import { stampOf } from '../windows/stamps.js'
import { standardObject } from '../plan/standard-objects.js'
import type { DocumentRules } from './rules.js'
import { buildTags } from './tags.js'
import { buildSummary, buildTitle } from './title.js'

export interface DocumentContext {
  source: Source
  describe: SObjectDescribe
  isStandard: boolean
  rules: DocumentRules
  /** Origin of the org, without a slash at the end. */
  instanceUrl: string
}

/**
 * The document of a record. A row may carry what was read apart and joined: a case's `Feeds`.
 * What the org has no value for is left out, never invented. Throws BAD_ANSWER for a row without Id.
 */
export function buildDocument(row: Row, context: DocumentContext): RecordDocument {
  const { source, describe, isStandard, rules, instanceUrl } = context
  const id = recordIdOf(row, describe.name)
  const { category, categories, system } = placeOf(describe.name, isStandard)
  const title = buildTitle(row, rules.title)
  return {
    id,
    source,
    type: describe.name,
    category,
    categories,
    subcategory: describe.name,
    title,
    summary: buildSummary(row, title, describe),
    content: buildContent(row, rules.content),
    icon: standardObject(describe.name)?.icon ?? defaultIcon,
    ...ownerOf(row),
    tags: buildTags(describe.name, row, rules.tags),
    url: `${instanceUrl}/${id}`,
    ...datesOf(row),
    payload: buildPayload(row, describe),
    metadata: { sobject_type: describe.name, is_standard: isStandard },
    system,
  }
}

/** The icon of what has none of its own, as the connector's registration names it. */
export const defaultIcon = 'default'

/** The Id of a row. Throws BAD_ANSWER where it has none. */
export function recordIdOf(row: Row, sobject: string): RecordId {
  const id = row['Id']
  if (typeof id === 'string' && id !== '') return id
  throw new ExtractError('BAD_ANSWER', `The org sent a ${sobject} row without its Id.`, {
    hint: 'Run it again; if it persists, look at what is between this machine and Salesforce.',
    details: { object: sobject },
  })
}

/** Who owns the record, where the org says so: a user, or a queue. */
export function ownerOf(row: Row): { owner?: { username: string; userid: string } } {
  const owner = row['Owner'] as Row | null | undefined
  const username = owner?.['Name']
  const userid = owner?.['Id']
  return typeof username === 'string' && typeof userid === 'string' ? { owner: { username, userid } } : {}
}

/** When the record was created and last changed, where the org says so. */
export function datesOf(row: Row): { created?: Stamp; updated?: Stamp } {
  const created = stampOf(row['CreatedDate'])
  const updated = stampOf(row['LastModifiedDate']) ?? stampOf(row['SystemModstamp'])
  return { ...(created === undefined ? {} : { created }), ...(updated === undefined ? {} : { updated }) }
}
