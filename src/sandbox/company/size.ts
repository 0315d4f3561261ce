/** How many records of a kind the company has; `files` counts documents, each with versions and links. */
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
}

/** Up to here everything grows with `records`; past it only the accounts do. */
const LARGEST_MIX = 20_000

/** `records` is about the sum of all of them. */
export function companySize(records: number): CompanySize {
  const mixed = Math.min(records, LARGEST_MIX)
  const share = (of5000: number) => Math.ceil((of5000 * mixed) / 5000)
  return {
    users: Math.min(60, 3 + share(27)),
    campaigns: share(40),
    accounts: share(400) + records - mixed,
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
  }
}
