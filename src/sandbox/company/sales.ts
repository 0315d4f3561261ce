import type { Random } from '../random.js'
import { CAMPAIGN_STATUSES, CAMPAIGN_TYPES, LEAD_SOURCES, OPPORTUNITY_TYPES } from '../schema/picklists.js'
import { STAGES } from '../schema/stages.js'
import type { Store, StoredRecord } from '../terms.js'
import { dayOf, LAST_CHANGE, pickStamps } from './words/dates.js'
import { pickPeople, type Owners } from './people.js'
import { CAMPAIGN_SENTENCES, DEAL_SENTENCES, PRODUCTS, writeText } from './words/sentences.js'

/** The campaigns; one in four is part of an earlier one. */
export function buildCampaigns(store: Store, random: Random, count: number, owners: Owners): StoredRecord[] {
  const campaigns: StoredRecord[] = []
  for (let n = 0; n < count; n++) {
    const parent = n > 0 && random.chance(0.25) ? random.pick(campaigns) : undefined
    const stamps = pickStamps(random)
    campaigns.push(
      store.insert('Campaign', {
        ...campaignValues(random, owners, stamps.CreatedDate),
        ParentId: parent?.id,
        ...stamps,
      }),
    )
  }
  return campaigns
}

/** A new campaign, to start within three months of `createdAt` (milliseconds). */
export function campaignValues(random: Random, owners: Owners, createdAt: number): Record<string, unknown> {
  const Type = random.pick(CAMPAIGN_TYPES)
  const start = random.integer(7, 90)
  const budget = random.integer(2, 80) * 500
  return {
    Name: `${Type} ${dayOf(createdAt, start).slice(0, 7)}: ${random.pick(PRODUCTS)}`,
    Type,
    Status: random.pick(CAMPAIGN_STATUSES),
    StartDate: dayOf(createdAt, start),
    EndDate: dayOf(createdAt, start + random.integer(1, 30)),
    IsActive: random.chance(0.6),
    BudgetedCost: budget,
    ActualCost: Math.round(budget * random.next()),
    ExpectedRevenue: budget * random.integer(3, 12),
    ExpectedResponse: random.integer(1, 30),
    NumberSent: random.integer(50, 9000),
    Description: random.chance(0.8) ? writeText(random, CAMPAIGN_SENTENCES, 3) : null,
    ...pickPeople(random, owners),
  }
}

interface SalesContext {
  accounts: StoredRecord[]
  contacts: StoredRecord[]
  campaigns: StoredRecord[]
  owners: Owners
}

/** The opportunities of the accounts. What should have closed by the end of the data has closed. */
export function buildOpportunities(store: Store, random: Random, count: number, from: SalesContext): StoredRecord[] {
  const opportunities: StoredRecord[] = []
  for (let n = 0; n < count; n++) {
    const account = random.pick(from.accounts)
    const stamps = pickStamps(random, account.createdAt)
    const values = opportunityValues(random, from.owners, stamps.CreatedDate)
    const isOver = String(values['CloseDate']) < dayOf(LAST_CHANGE)
    opportunities.push(
      store.insert('Opportunity', {
        ...values,
        StageName: isOver ? random.pick(CLOSED).name : random.pick(OPEN).name,
        AccountId: account.id,
        CampaignId: from.campaigns.length > 0 && random.chance(0.3) ? random.pick(from.campaigns).id : null,
        ContactId: from.contacts.length > 0 && random.chance(0.2) ? random.pick(from.contacts).id : null,
        ...stamps,
      }),
    )
  }
  return opportunities
}

/** A new open opportunity, to close within 300 days of `createdAt` (milliseconds). */
export function opportunityValues(random: Random, owners: Owners, createdAt: number): Record<string, unknown> {
  const quantity = random.integer(1, 40)
  return {
    Name: `${quantity} × ${random.pick(PRODUCTS)}`,
    StageName: random.pick(OPEN).name,
    Amount: random.chance(0.95) ? quantity * random.integer(90, 4000) + random.integer(0, 99) / 100 : null,
    TotalOpportunityQuantity: quantity,
    CloseDate: dayOf(createdAt, random.integer(10, 300)),
    Type: random.pick(OPPORTUNITY_TYPES),
    LeadSource: random.pick(LEAD_SOURCES),
    NextStep: random.chance(0.4) ? random.pick(['Call back', 'Send offer', 'Site visit', "Get the board's yes"]) : null,
    Description: random.chance(0.7) ? writeText(random, DEAL_SENTENCES, 3) : null,
    ...pickPeople(random, owners),
  }
}

const CLOSED = STAGES.filter(({ isClosed }) => isClosed)
const OPEN = STAGES.filter(({ isClosed }) => !isClosed)
