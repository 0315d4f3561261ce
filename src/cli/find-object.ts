import { closestName } from '../config/values/closest-name.js'
import { findObjectName } from '../config/values/find-object-name.js'
import { ExtractError } from '../errors/extract-error.js'

/**
 * The sObject as the org spells it: found in any case of letters, and without `__c` for a custom one.
 * Throws OBJECT_UNKNOWN with the nearest name.
 */
export function findObject(name: string, names: string[]): string {
  const found = findObjectName(name, names)
  if (found !== undefined) return found
  const near = closestName(name, names)
  throw new ExtractError('OBJECT_UNKNOWN', `The org has no sObject "${name}" that this user can see.`, {
    hint: near === undefined ? '`sf-extract describe` lists what the user sees.' : `Did you mean ${near}?`,
    details: { object: name },
  })
}
