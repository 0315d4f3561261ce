import { ExtractError } from '../../errors/extract-error.js'

/** ORG_CHANGED: `orgId` answers at the address of the org `knownId`. A sandbox gets a new Id with each refresh. */
export function buildOrgChanged(orgId: string, knownId: string): ExtractError {
  return new ExtractError('ORG_CHANGED', `The org at this address is ${orgId} now; it was ${knownId} before.`, {
    hint:
      'A refreshed sandbox is another org. Check the domain; where the new org is meant, run `sf-extract sync --full`: ' +
      'it forgets what was read of the old one and writes everything of the new one.',
  })
}
