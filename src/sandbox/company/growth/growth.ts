import type { Random } from '../../random.js'
import type { Store, StoredRecord } from '../../terms.js'
import { buildHistories, buildShares } from '../access/shares.js'
import { buildCampaignMembers, buildContactRoles } from '../activity/memberships.js'
import { readOwners } from '../people.js'
import type { CompanySize } from '../size.js'
import { growFiles } from './files.js'
import { growPeople } from './people.js'
import { openPools } from './pools.js'
import { growKinds } from './kinds.js'

/**
 * Makes an org grow past its mix, of `size`, to `times` as much of everything people work with and of who works there.
 * New records say what earlier ones of their kind say, on parents and by people of their own. They share the texts and
 * the bytes, so that a million of them fit in memory.
 */
export function growCompany(store: Store, random: Random, size: CompanySize, times: number): void {
  growPeople(store, random.fork('people'), size.users, Math.round(size.users * times))
  const owners = readOwners(store)
  const pools = openPools(store, { Account: size.accounts, Contact: size.contacts })
  const all = (sobject: string) => pools.all(sobject)
  const more = (count: number) => Math.round(count * (times - 1))
  const grown = growKinds(store, random.fork('records'), { pools, owners, times })
  growFiles(store, random.fork('files'), more(size.files), { pools, owners })
  const people = [...all('Contact'), ...all('Lead')]
  const [campaigns, opportunities, contacts] = ['Campaign', 'Opportunity', 'Contact'].map(all) as Three
  buildCampaignMembers(store, random.fork('members'), more(size.campaignMembers), { campaigns, people })
  buildContactRoles(store, random.fork('roles'), more(size.contactRoles), { opportunities, contacts })
  const [accounts, cases] = [grown.get('Account') ?? [], grown.get('Case') ?? []]
  buildShares(store, random.fork('shares'), { accounts, cases, users: owners.users })
  buildHistories(store, random.fork('histories'), more(size.histories), {
    accounts: all('Account'),
    cases: all('Case'),
  })
}

type Three = [StoredRecord[], StoredRecord[], StoredRecord[]]
