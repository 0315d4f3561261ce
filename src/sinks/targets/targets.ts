import type { TargetAddress, TargetKind } from '../../config/targets/target-address.js'
import { openCommandTarget } from './command.js'
import { openElasticsearchTarget } from './bulk/elasticsearch.js'
import { openOpenSearchTarget } from './bulk/opensearch.js'
import { openPostgresTarget } from './postgres/postgres.js'
import { openSqliteTarget } from './sqlite/sqlite.js'
import type { Target, TargetContext } from './target.js'

/**
 * Opens a target; nothing is sent before documents are written. Throws CONFIG_INVALID where a package that it needs is
 * not installed, and TARGET_FAILED.
 */
export async function openTarget(address: TargetAddress, context: TargetContext): Promise<Target> {
  return openers[address.kind](address, context)
}

type Opener = (address: TargetAddress, context: TargetContext) => Target | Promise<Target>

/** The packages of the kinds are loaded by the one that is named. */
const openers: Record<TargetKind, Opener> = {
  command: openCommandTarget,
  sqlite: openSqliteTarget,
  elasticsearch: openElasticsearchTarget,
  opensearch: openOpenSearchTarget,
  postgres: openPostgresTarget,
}
