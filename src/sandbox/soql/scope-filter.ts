import { refuse } from '../http/api-errors.js'
import { runAsUser } from '../run-as-user.js'
import { scopesOf } from '../schema/scopes.js'
import type { StoredRecord } from '../terms.js'
import type { Scope } from './references.js'

/** Which rows USING SCOPE leaves; undefined for all. Throws for a scope the sObject doesn't have. */
export function scopeFilter(scope: Scope, name: string | undefined): ((record: StoredRecord) => boolean) | undefined {
  if (name === undefined) return undefined
  const wanted = name.toLowerCase().replaceAll('_', '')
  const known = scopesOf(scope.object).some((one) => one.name.toLowerCase().replaceAll('_', '') === wanted)
  if (!known && !EVERYWHERE.has(wanted)) throw refuse('badScope', name)
  const user = runAsUser(scope.store)?.id
  const isMine = (record: StoredRecord) => record.values['OwnerId'] === user
  const filters: Record<string, (record: StoredRecord) => boolean> = {
    mine: isMine,
    allactivecampaigns: (record) => record.values['IsActive'] === true,
    myactivecampaigns: (record) => isMine(record) && record.values['IsActive'] === true,
    queueowned: (record) => String(record.values['OwnerId']).startsWith('00G'),
    userowned: (record) => String(record.values['OwnerId']).startsWith('005'),
  }
  // There are no scoping rules; nobody is in a team, delegates or has looked at records in the org's pages.
  if (wanted === 'everything' || wanted === 'scopingrule') return undefined
  return filters[wanted] ?? (() => false)
}

/** Not in a describe: the records the user looked at last. */
const EVERYWHERE = new Set(['everything', 'mru'])
