/**
 * How many records of a kind the company has; `files` counts documents, each with versions and links. What goes along
 * with them stands last: it comes on top of the number asked for, as permissions and shares do.
 */
export interface CompanySize {
  users: number
  campaigns: number
  accounts: number
  contacts: number
  leads: number
  opportunities: number
  cases: number
  caseComments: number
  emailMessages: number
  feedItems: number
  feedComments: number
  projects: number
  invoices: number
  files: number
  attachments: number
  tasks: number
  events: number
  campaignMembers: number
  contactRoles: number
  histories: number
}

/** So many records are made one by one. Of everything there is as many times more as more are asked for. */
export const LARGEST_MIX = 20_000

/** `records` is about the sum of all of them, up to the largest mix. */
export function companySize(records: number): CompanySize {
  const mixed = Math.min(records, LARGEST_MIX)
  const share = (of5000: number) => Math.ceil((of5000 * mixed) / 5000)
  return {
    users: Math.min(60, 3 + share(27)),
    campaigns: share(40),
    accounts: share(400),
    contacts: share(600),
    leads: share(340),
    opportunities: share(420),
    cases: share(420),
    caseComments: share(520),
    emailMessages: share(320),
    feedItems: share(900),
    feedComments: share(400),
    projects: share(80),
    invoices: share(180),
    files: share(90),
    attachments: share(20),
    tasks: share(240),
    events: share(80),
    campaignMembers: share(150),
    contactRoles: share(120),
    histories: share(300),
  }
}
