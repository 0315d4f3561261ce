/**
 * Which children the configured lists of a document have in them, each as a short hash: what tells the record that a
 * child has moved away from.
 */
import { createHash } from 'node:crypto'
import type { IdTexts } from '../../state/id-sets.js'
import type { RecordId, Row } from '../../terms.js'
import { isConfiguredList } from '../plan/child-selection.js'
import type { Selection } from '../plan/selection.js'
import { childRows } from './child-lists.js'

/** 30 bits: of a million children, one in a thousand changed ones is taken for another. Its record is read in vain. */
const hashLength = 5

/** The hash of a child's Id. */
export function hashOf(child: RecordId): string {
  return createHash('sha256').update(child).digest('base64url').slice(0, hashLength)
}

/** The hashes of the children in a record's configured lists, one after the other. */
export function hashesIn(row: Row, { children }: Pick<Selection, 'children'>): string {
  const listed = children.filter(isConfiguredList).flatMap(({ relationship }) => childRows(row[relationship]))
  return listed.map((child) => hashOf(String(child['Id']))).join('')
}

/** The records whose documents list one of the children, a bucket of records at a time. */
export async function* recordsListing(kept: IdTexts, hashes: Set<string>): AsyncGenerator<RecordId> {
  for (const bucket of await kept.buckets()) {
    for (const [id, text] of await kept.textsIn(bucket)) if (hasOne(text, hashes)) yield id
  }
}

function hasOne(text: string, hashes: Set<string>): boolean {
  for (let at = 0; at < text.length; at += hashLength) if (hashes.has(text.slice(at, at + hashLength))) return true
  return false
}
