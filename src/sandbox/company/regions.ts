import type { Store } from '../terms.js'
import type { Owners } from './people.js'
import { COMPANY_FOUNDED } from './words/dates.js'

/** The sales regions. Gives the Id of a country's region, or null where it has none. */
export function buildRegions(store: Store, owners: Owners): (country: unknown) => string | null {
  const [OwnerId] = owners.users
  const people = { OwnerId, CreatedById: OwnerId, LastModifiedById: OwnerId }
  const idByCountry = new Map<unknown, string>()
  for (const [Name, Code__c, countries] of REGIONS) {
    const values = { Name, Code__c, Manager__c: owners.users.at(-1), ...people }
    const { id } = store.insert('Region__c', values, { at: COMPANY_FOUNDED })
    for (const country of countries) idByCountry.set(country, id)
  }
  return (country) => idByCountry.get(country) ?? null
}

const REGIONS: readonly (readonly [name: string, code: string, countries: readonly string[]])[] = [
  ['Americas', 'AM', ['United States', 'Brazil']],
  ['Northern Europe', 'EU-N', ['Denmark', 'Ireland', 'United Kingdom']],
  ['Central Europe', 'EU-C', ['France', 'Germany', 'Switzerland']],
  ['Asia Pacific', 'AP', ['Australia', 'Japan']],
]
