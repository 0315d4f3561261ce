/**
 * What to do next about an error, in the words of Salesforce's own menus. `{object}` stands for the sObject.
 * Menu paths: Salesforce Help, "Configure the OAuth 2.0 Client Credentials Flow", "Field-Level Security".
 */
export const hints = {
  access:
    'Let the run-as user read {object}: Setup > Permission Sets > its set > Object Settings > {object} > Read. Some ' +
    'objects need View All Data, or View Setup and Configuration, among the System Permissions there.',
  aggregate:
    'The result of GROUP BY or an aggregate function has one page alone, of 2,000 rows at most: group by less, or add ' +
    'a condition or a LIMIT.',
  apiAccess:
    'Give the app the scope "Manage user data via APIs (api)": Setup > External Client App Manager > your ' +
    'app > Settings > Edit > Selected OAuth Scopes. Give the run-as user API Enabled: Setup > Permission Sets > its set > System Permissions. ' +
    'Where Setup > API Access Control is on, allow the app there. Setup > Session Settings can forbid it too.',
  apiOff:
    'Give the run-as user API Enabled: Setup > Permission Sets > its set > System Permissions. Where the user has it, ' +
    "the org's edition has no API access: Setup > Company Information names the edition; Enterprise and above have it.",
  apiVersion: 'The org does not offer this API version. Leave out api_version, or set it to latest.',
  audience:
    'Leave out audience, and let domain name the org: sandboxes and scratch orgs want https://test.salesforce.com, the ' +
    'others https://login.salesforce.com. An Experience Cloud site wants its own address.',
  certificate:
    'Something on the way, such as a proxy that inspects TLS, shows a certificate of its own. Name the certificate of ' +
    'its authority, as PEM: ca_file of the connector, or NODE_EXTRA_CA_CERTS=/path/to/ca.pem.',
  childOnly: '{object} can only be read as a child list of other objects. Take it out of the configuration.',
  concurrent:
    'Too many calls of 20 seconds or more are running in the org. Lower extract.concurrency, or run it when the org is less busy.',
  domain:
    'Set domain to the one shown at Setup > My Domain > Current My Domain URL, such as mycompany or ' +
    'mycompany--uat.sandbox. The client credentials flow works only there, not at login.salesforce.com.',
  field:
    'The field was removed or renamed (Setup > Object Manager > {object} > Fields & Relationships), or is hidden ' +
    'from the run-as user (the field > Set Field-Level Security).',
  fileElsewhere:
    'The file is kept outside of the org, and the session token goes to the org alone. Its record is written without it.',
  filterRequired:
    'Salesforce lets only some users query {object} freely. Give the run-as user View All Data, and Query All Files ' +
    'for files: Setup > Permission Sets > its set > System Permissions. For others, objects.{object}.where has to name ' +
    'the field that the message asks for.',
  filterNamed:
    'Salesforce answers for {object} only where a condition names the field in the message: give one with ' +
    'objects.{object}.where, or take {object} out of the configuration.',
  job: 'The rows are read by REST instead. Setup > Bulk Data Load Jobs shows what became of the job.',
  locator: 'The query is run again from the last row that was written.',
  loginHost:
    'domain is the one shown at Setup > My Domain > Current My Domain URL; "login" and "test" stand for ' +
    'login.salesforce.com and test.salesforce.com.',
  maxCalls: 'Nothing is lost: the next run goes on from here. Give a higher --max-calls to do more in one run.',
  moved: "The org's address has changed. Set domain to the one shown at Setup > My Domain.",
  objectName:
    'Check the name: `sf-extract describe` lists what the run-as user can see. Setup > Permission Sets > its set > ' +
    'Object Settings > Read shows an object. If nothing is found at all, check api_version.',
  outage:
    "Run it again later: nothing is lost. Setup > Company Information names the org's instance; its status is at " +
    'https://status.salesforce.com.',
  quota:
    'Nothing is lost: the next run goes on from here. Usage is at Setup > Company Information > API Requests, ' +
    'Last 24 Hours; the reserve is extract.quota_reserve.',
  report: 'Run it again; if it persists, please report it with the lines that --log-level debug writes.',
  short:
    'Rows would be missing without a word, so a sync reads {object} again from the beginning, also what it has written. ' +
    'Run it again; if it persists, look at what is between this machine and Salesforce, or ask Salesforce.',
  statement: 'Check the statement. In a run its fields and its where condition come from the settings of {object}.',
  tooManyDeletions:
    'The org lists up to 600,000 deletions at a time, and there are more: `sf-extract sync --reconcile` finds them.',
  tooLong:
    'The statement is longer than the 16,384 bytes an address may have. List fewer fields, or shorten the condition.',
  headersTooLong:
    "The request's address and headers may have 16,384 bytes together. Where a proxy adds headers, let it add fewer; " +
    'else list fewer fields, or shorten the condition.',
  tooLarge:
    'Lower extract.page_size, leave out long fields with exclude_fields, or allow more with extract.max_answer_bytes. ' +
    'If no record is that large, look at what is between this machine and Salesforce.',
  tooMuch: 'If even one record is too much, leave out formula fields of {object} with exclude_fields.',
  tooManyParents:
    'Give the run-as user View All Data (Setup > Permission Sets > its set > System Permissions), or leave out the ' +
    'fields of parents, such as Who and What, with exclude_fields of {object}.',
  transactionSecurity:
    'A transaction security policy stopped the call. Exempt the run-as user at Setup > Transaction Security Policies.',
} as const

/** Where to look first, by the proxy that the calls go through, as messages name it. */
export function renderNetworkHint(via: string | undefined): string {
  if (via !== undefined) return `The calls go through the proxy ${via}: check that, and this machine's network.`
  return "Check this machine's network. No proxy is used; where the network wants one, set HTTPS_PROXY."
}

/** A hint about one sObject; without one it speaks of the object. */
export function renderHint(hint: string, sobject: string | undefined): string {
  return hint.replaceAll('{object}', sobject ?? 'the object')
}
