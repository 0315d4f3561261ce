import type { Random } from '../../random.js'
import { CONTACT_ROLES } from '../../schema/picklists.js'
import type { Store, StoredRecord } from '../../terms.js'
import { LAST_CHANGE, pickMoment } from '../words/dates.js'

/** The contacts and leads in the campaigns; each is in one once. */
export function buildCampaignMembers(
  store: Store,
  random: Random,
  count: number,
  from: { campaigns: StoredRecord[]; people: StoredRecord[] },
): void {
  const taken = new Set<string>()
  for (const { values } of store.rows('CampaignMember')) {
    taken.add(String(values['CampaignId']) + String(values['LeadOrContactId']))
  }
  for (let n = 0; n < count && from.people.length > 0; n++) {
    const campaign = random.pick(from.campaigns)
    const person = random.pick(from.people)
    const pair = campaign.id + person.id
    if (taken.has(pair)) continue
    taken.add(pair)
    const HasResponded = random.chance(0.3)
    const { Name, FirstName, LastName, Salutation, Title, Email, Phone, MobilePhone, Fax, LeadSource } = person.values
    const shown = { Name, FirstName, LastName, Salutation, Title, Email, Phone, MobilePhone, Fax, LeadSource }
    store.insert(
      'CampaignMember',
      {
        ...shown,
        CampaignId: campaign.id,
        [person.sobject === 'Lead' ? 'LeadId' : 'ContactId']: person.id,
        LeadOrContactId: person.id,
        LeadOrContactOwnerId: person.values['OwnerId'],
        Status: HasResponded ? 'Responded' : 'Sent',
        HasResponded,
        Type: person.sobject,
      },
      { at: pickMoment(random, Math.max(campaign.createdAt, person.createdAt)) },
    )
  }
}

/** Who decides and who is asked in a deal; the first of each is the primary one. */
export function buildContactRoles(
  store: Store,
  random: Random,
  count: number,
  from: { opportunities: StoredRecord[]; contacts: StoredRecord[] },
): void {
  const withPrimary = new Set([...store.rows('OpportunityContactRole')].map(({ values }) => values['OpportunityId']))
  for (let n = 0; n < count && from.contacts.length > 0; n++) {
    const deal = random.pick(from.opportunities)
    const contact = random.pick(from.contacts)
    const at = Math.min(LAST_CHANGE, pickMoment(random, Math.max(deal.createdAt, contact.createdAt)))
    const Role = random.pick(CONTACT_ROLES)
    store.insert(
      'OpportunityContactRole',
      { OpportunityId: deal.id, ContactId: contact.id, Role, IsPrimary: !withPrimary.has(deal.id) },
      { at },
    )
    withPrimary.add(deal.id)
  }
}
