import { createHash } from 'node:crypto'
import type { Row } from '../../terms.js'
import { linkVersion } from '../files/file-links.js'
import type { ObjectPlan } from '../plan/object-plan.js'
import { childRows } from '../records/child-lists.js'
import { feedItems } from '../records/feeds.js'
import { stampOf } from '../windows/stamps.js'
import { versionOf } from '../windows/version.js'
import { isPolled } from './child-sources.js'

/** How long a signature is: 48 bits, so that two lists of children are not taken for one another. */
export const signatureLength = 8

/**
 * What tells the polled children inside a record from those it was written with: their Ids and versions, as a hash.
 * Empty where the record has none.
 */
export function childSignature(row: Row, { selection }: Pick<ObjectPlan, 'selection'>): string {
  const versions: string[] = []
  for (const { relationship, childSObject, kind, isConfigured } of selection.children) {
    for (const child of childRows(row[relationship])) {
      if (isConfigured && kind === 'child') versions.push(`${relationship} ${versionOf(child, undefined)}`)
      else if (kind === 'file')
        versions.push(`${String(child['Id'])} ${linkVersion(child, child['ContentDocument'] as Row)}`)
      else if (isPolled(childSObject)) versions.push(versionOfChild(child))
    }
  }
  for (const item of feedItems(row)) {
    versions.push(versionOfChild(item), ...childRows(item['FeedComments']).map(versionOfChild))
  }
  if (versions.length === 0) return ''
  return createHash('sha256').update(versions.toSorted().join()).digest('base64url').slice(0, signatureLength)
}

function versionOfChild(row: Row): string {
  const stamps = ['SystemModstamp', 'LastModifiedDate', 'CreatedDate'].map((name) => stampOf(row[name]) ?? '')
  return `${String(row['Id'])} ${stamps.join(' ')}`
}
