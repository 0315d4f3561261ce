import { createHash } from 'node:crypto'
import type { Row } from '../../terms.js'
import { isConfiguredList } from '../plan/child-selection.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import { childRows } from '../records/child-lists.js'
import { feedItems } from '../records/feeds.js'
import { contentVersionOf } from '../windows/version.js'
import { isPolled } from './child-sources.js'

/** How long a signature is: 48 bits, so that two lists of children are not taken for one another. */
export const signatureLength = 8

/**
 * What tells the polled children inside a record from those it was written with: a hash of all that they hold, since
 * two versions may have one stamp. Empty where the record has none. Of a file it is a hash of the file and its links
 * but for their SystemModstamp, which moves when a file goes into the recycle bin and comes back.
 */
export function childSignature(row: Row, { selection, files }: Pick<ObjectPlan, 'selection' | 'files'>): string {
  const versions = files ? [fileVersionOf(row)] : []
  for (const list of selection.children) {
    const { relationship, childSObject, kind } = list
    for (const child of childRows(row[relationship])) {
      if (isConfiguredList(list)) versions.push(`${relationship} ${contentVersionOf(child)}`)
      else if (kind === 'file' || isPolled(childSObject)) versions.push(contentVersionOf(child))
    }
  }
  versions.push(...feedItems(row).map(contentVersionOf))
  if (versions.length === 0) return ''
  return createHash('sha256').update(versions.toSorted().join()).digest('base64url').slice(0, signatureLength)
}

function fileVersionOf(row: Row): string {
  const records = childRows(row['ContentDocumentLinks']).map((link) => link['LinkedEntityId'])
  return contentVersionOf({ ...row, SystemModstamp: undefined, ContentDocumentLinks: records.toSorted() })
}
