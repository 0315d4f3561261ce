import type { TargetKind } from '../../config/targets/target-forms.js'
import { openCommandTarget } from './command.js'
import { openElasticsearchTarget } from './bulk/elasticsearch.js'
import { openOpenSearchTarget } from './bulk/opensearch.js'
import { openPostgresTarget } from './postgres/postgres.js'
import { openSqliteTarget } from './sqlite/sqlite.js'
import type { Target, TargetContext, TargetPlace } from './target.js'

/**
 * Opens a target; nothing is sent before documents are written. Throws CONFIG_INVALID where a package that it needs is
 * not installed, and TARGET_FAILED.
 */
export async function openTarget(place: TargetPlace, context: TargetContext): Promise<Target> {
  return openers[place.kind](place, context)
}

type Opener = (place: TargetPlace, context: TargetContext) => Target | Promise<Target>

/** What a kind needs is loaded by the one that is named. */
const openers: Record<TargetKind, Opener> = {
  command: openCommandTarget,
  sqlite: openSqliteTarget,
  elasticsearch: openElasticsearchTarget,
  opensearch: openOpenSearchTarget,
  postgres: openPostgresTarget,
  meilisearch: async (...opening) => (await import('./meilisearch/meilisearch.js')).openMeilisearchTarget(...opening),
  typesense: async (...opening) => (await import('./typesense/typesense.js')).openTypesenseTarget(...opening),
  coco: async (...opening) => (await import('./http/coco.js')).openCocoTarget(...opening),
  http: async (...opening) => (await import('./http/lines.js')).openLinesTarget(...opening),
  s3: async (...opening) => (await import('./s3/s3.js')).openS3Target(...opening),
}
