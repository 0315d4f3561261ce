import type { Random } from '../random.js'
import { CASE_ORIGINS, CASE_STATUSES, PRIORITIES } from '../schema/picklists.js'
import type { Store, StoredRecord } from '../terms.js'
import { pickStamps } from './words/dates.js'
import { pickPeople, type Owners } from './people.js'
import { PROBLEMS } from './words/problems.js'
import { PRODUCTS } from './words/sentences.js'

interface CaseContext {
  accounts: StoredRecord[]
  contacts: StoredRecord[]
  owners: Owners
}

/**
 * The cases of the accounts and their contacts. A few follow from an earlier case; one has a description near the
 * longest there can be.
 */
export function buildCases(store: Store, random: Random, count: number, from: CaseContext): StoredRecord[] {
  const cases: StoredRecord[] = []
  for (let n = 0; n < count; n++) {
    const contact = from.contacts.length > 0 && random.chance(0.8) ? random.pick(from.contacts) : undefined
    const account = contact ? undefined : random.pick(from.accounts)
    const parent = cases.length > 0 && random.chance(0.05) ? random.pick(cases) : undefined
    const stamps = pickStamps(random, (contact ?? account)?.createdAt)
    const values = caseValues(random, from.owners)
    cases.push(
      store.insert('Case', {
        ...values,
        AccountId: account?.id ?? contact?.values['AccountId'],
        ContactId: contact?.id,
        ParentId: parent?.id,
        ClosedDate: values['Status'] === 'Closed' ? stamps.LastModifiedDate : null,
        ...(n === LONG_CASE && { Description: longDescription() }),
        ...(n === NO_SUBJECT_CASE && { Subject: null, Description: null }),
        ...stamps,
      }),
    )
  }
  return cases
}

/** A new case as a customer would report it. What nobody has taken yet waits in a queue. */
export function caseValues(random: Random, owners: Owners): Record<string, unknown> {
  const problem = random.pick(PROBLEMS)
  const product = random.pick(PRODUCTS)
  const status = random.pick(CASE_STATUSES)
  const people = pickPeople(random, owners)
  return {
    Subject: `${product}: ${problem.subject}`,
    Description: random.chance(0.9) ? problem.description.replace('{product}', product) : null,
    Type: problem.type,
    Reason: problem.reason,
    Status: status,
    Origin: random.pick(CASE_ORIGINS),
    Priority: random.pick(PRIORITIES),
    IsEscalated: status === 'Escalated',
    Comments: random.chance(0.1) ? 'Internal: check the warranty first.' : null,
    Product__c: product,
    ...people,
    OwnerId: random.chance(status === 'New' ? 0.8 : 0.1) ? random.pick(owners.caseQueues) : people['OwnerId'],
  }
}

const LONG_CASE = 5
const NO_SUBJECT_CASE = 6

/** Exactly 30,000 characters of a log, umlauts and all. */
function longDescription(): string {
  return 'Gateway-Protokoll: Druck 4,2 bar · Temperatur 61 °C · Ventil geöffnet\n'
    .repeat(450)
    .slice(0, 29_996)
    .concat('ENDE')
}
