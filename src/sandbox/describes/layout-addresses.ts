/** The addresses of an sObject's layouts as its `urls` name them, for one that has layouts. */
export function layoutAddresses(name: string, base: string): Record<string, string> {
  const kinds = OWN_KINDS[name] ?? ALL_KINDS
  return Object.fromEntries(kinds.map((kind) => [kind, base + ADDRESSES[kind]]))
}

const ADDRESSES = {
  compactLayouts: '/describe/compactLayouts',
  approvalLayouts: '/describe/approvalLayouts',
  listviews: '/listviews',
  quickActions: '/quickActions',
  layouts: '/describe/layouts',
} as const
type Kind = keyof typeof ADDRESSES

const ALL_KINDS = Object.keys(ADDRESSES) as Kind[]
const PAGES: Kind[] = ['compactLayouts', 'layouts']
const WITH_ACTIONS: Kind[] = ['compactLayouts', 'quickActions', 'layouts']

/** Standard objects that have not all of them (a describeGlobal of 2026). */
const OWN_KINDS: Readonly<Record<string, Kind[]>> = {
  CampaignMember: PAGES,
  CaseComment: ['layouts'],
  ContentDocument: PAGES,
  ContentDocumentLink: PAGES,
  ContentVersion: PAGES,
  ContentWorkspace: PAGES,
  DandBCompany: PAGES,
  EmailMessage: ['compactLayouts', 'approvalLayouts', 'quickActions', 'layouts'],
  EmailTemplate: PAGES,
  Event: WITH_ACTIONS,
  FeedItem: ['quickActions', 'layouts'],
  Individual: WITH_ACTIONS,
  OperatingHours: WITH_ACTIONS,
  OpportunityContactRole: WITH_ACTIONS,
  Pricebook2: PAGES,
  Task: WITH_ACTIONS,
  User: WITH_ACTIONS,
  UserRole: PAGES,
}
