import type { Tombstone } from '../../src/terms.js'
import { buildSampleDocument } from './sample-document.js'

/** The tombstone of a sample document. */
export function buildSampleTombstone(id: string, changes: Partial<Tombstone> = {}): Tombstone {
  const { source, type, category, categories, metadata, system } = buildSampleDocument(id)
  return { id, source, type, category, categories, deleted: true, reason: 'deleted', metadata, system, ...changes }
}

/** The directory that sample documents lie in. */
export const sampleDirectory = {
  id: 'd1',
  source: { type: 'connector', name: 'My Salesforce Data', id: 'crm' },
  type: 'folder',
  icon: 'font_filetype-folder',
  title: 'Account',
  category: '/Standard Objects/',
  categories: ['Standard Objects'],
  metadata: { is_standard: true, sobject_type: 'Account' },
  system: { parent_path: '/Standard Objects/' },
} as const
