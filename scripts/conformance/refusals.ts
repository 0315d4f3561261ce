import type { FaultSpec } from '../../src/sandbox/faults/faults.js'
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.js'

/** A call that the embedded org refuses as recorded. */
export interface Refusal {
  org?: SandboxOptions
  token?: string
  /** Its text is the same to the letter: the statement was recorded with it. */
  isExact?: boolean
  /** After the login. */
  prepare?: (sandbox: Sandbox) => void
  call: (around: { sandbox: Sandbox; statement: string }) => { path: string } & RequestInit
}

const BASE = '/services/data/v62.0'
const OF_BULK_1 = 'of a batch of the Bulk API 1, which the org refuses'
const OF_A_WRITE = 'of a write; the org takes none'

/** By the names the recorded errors have: the call that gives each, or why an embedded org can't give it. */
export const REFUSALS: Readonly<Record<string, Refusal | string>> = {
  invalid_session_id: { ...get('/limits'), token: 'dead' },
  session_not_valid_for_rest: { ...get('/limits'), ...struck({ name: 'session-not-for-rest' }) },
  api_disabled_for_org: { ...get('/limits'), ...struck({ name: 'api-disabled' }) },
  request_limit_exceeded: { ...get('/limits'), ...struck({ name: 'daily-limit' }) },
  query_timeout: { ...query('SELECT Id FROM Account'), ...struck({ name: 'query-timeout' }) },
  invalid_field_no_such_column_account: query('SELECT Id, Nothing FROM Account'),
  invalid_field_no_such_column_lead: query('SELECT Id, Nothing__c FROM Lead'),
  invalid_field_datetime_quoted: query("SELECT Id FROM Account WHERE CreatedDate >= '2017-01-01'"),
  malformed_search: { call: ({ statement }) => ({ path: `${BASE}/search?q=${encodeURIComponent(statement)}` }) },
  malformed_query_metadata_more_than_one_row: get('/tooling/query?q=SELECT+Id,Metadata+FROM+CustomField'),
  malformed_query_reified_column_ja: {
    ...get('/tooling/query?q=SELECT+Id+FROM+RelationshipDomain'),
    org: { language: 'ja' },
  },
  contentdocumentlink_filter_required: query('SELECT Id FROM ContentDocumentLink'),
  query_too_complicated: { ...query('SELECT Id FROM Account'), ...struck({ name: 'query-too-complicated' }) },
  exceeded_id_limit_aggregate: {
    ...query('SELECT Id, COUNT(Name) FROM Account GROUP BY Id'),
    org: { accounts: 2100 },
  },
  unknown_exception: { ...get('/limits'), ...struck({ name: 'unknown-exception' }) },
  server_unavailable: { ...get('/limits'), ...struck({ name: 'server-busy' }) },
  invalid_type_not_supported: query('SELECT Id FROM ApexClass'),
  invalid_type_general: query('SELECT Id FROM ApexClass'),
  apex_class_forbidden: {
    org: { faults: [{ name: 'apex-forbidden' }] },
    call: () => ({ path: '/services/apexrest/LeanDataAPI' }),
  },
  uri_too_long: get(`/query?q=${'x'.repeat(17_000)}`),
  header_fields_too_large: {
    call: () => ({ path: `${BASE}/limits`, headers: { 'X-Long': 'x'.repeat(17_000) } }),
  },
  header_fields_too_large_2026:
    'the page of another server before the org, of which the record has the beginning alone',
  oauth_invalid_client_id: token(() => ({ grant_type: 'client_credentials', client_id: 'none', client_secret: 'x' })),
  oauth_expired_refresh_token: token((app) => ({ grant_type: 'refresh_token', refresh_token: 'old', ...app })),
  oauth_authentication_failure: token((app) => ({ grant_type: 'password', username: 'a', password: 'b', ...app })),
  oauth_inactive_user: {
    org: { password: 'secret' },
    prepare: ({ store }) => store.update(firstUser(store).id, { IsActive: false }),
    call: ({ sandbox }) => {
      const username = String(firstUser(sandbox.store).values['Username'])
      return login({ grant_type: 'password', username, password: 'secret', ...appOf(sandbox) })
    },
  },
  oauth_invalid_client: token((app) => ({ grant_type: 'client_credentials', ...app, client_secret: 'wrong' })),
  bulk2_invalid_entity: refusedJob(),
  bulk2_invalid_entity_share: refusedJob(),
  bulk1_batch_entity_mismatch: OF_BULK_1,
  bulk1_compound_field: OF_BULK_1,
  bulk1_operation_too_large: OF_BULK_1,
  bulk1_reified_column: OF_BULK_1,
  not_found_record: get('/sobjects/Account/0015g00000zzzzzAAA'),
  composite_invalid_email_address: OF_A_WRITE,
  composite_required_field_missing: OF_A_WRITE,
  composite_cannot_update_converted_lead: OF_A_WRITE,
  restforce_auth_error_response: "of an old API: newer records say 'authentication failure' alone",
  restforce_refresh_error_response: token((app) => ({ grant_type: 'refresh_token', refresh_token: 'old', ...app })),
  restforce_search_error_response: get('/search?q=FIND+Acme'),
  restforce_sobject_find_error_response: get('/sobjects/Account/23foo'),
  restforce_sobject_describe_error_response: get('/sobjects/Nothing/describe'),
  restforce_upsert_error_response: get('/sobjects/Account/Namez/value'),
  restforce_write_error_response: OF_A_WRITE,
  restforce_delete_error_response: get('/sobjects/Account/rid'),
  'cassette_TestSOQLDatasets.test_soql_dataset_error_400': asRecorded(),
  'cassette_TestSOQLDatasets.test_dataset_bad_query_400': asRecorded(),
  'cassette_TestCountSObjects.test_count_sobjects__errors_200': composite({
    refAccount: 'query/?q=select+count()+from+Account',
    refXYZZY: 'query/?q=select+count()+from+XYZZY',
  }),
  'cassette_TestCompositeParallelSalesforce.test_errors_200': composite({ CCI__RefId__0__: 'nothing' }),
  'cassette_ManualEdit_TestCountSObjects.test_count_sobjects__network_errors_500': {
    ...get('/limits'),
    ...struck({ name: 'status', status: 500, body: 'empty' }),
  },
}

function get(path: string): Refusal {
  return { call: () => ({ path: BASE + path }) }
}

function query(soql: string): Refusal {
  return get(`/query?q=${encodeURIComponent(soql)}`)
}

/** The statement that was recorded, again. */
function asRecorded(): Refusal {
  return { isExact: true, call: ({ statement }) => ({ path: `${BASE}/query?q=${encodeURIComponent(statement)}` }) }
}

function struck(fault: FaultSpec): Pick<Refusal, 'org'> {
  return { org: { faults: [fault] } }
}

function token(form: (app: Record<string, string>) => Record<string, string>): Refusal {
  return { call: ({ sandbox }) => login(form(appOf(sandbox))) }
}

function login(form: Record<string, string>): { path: string } & RequestInit {
  return { path: '/services/oauth2/token', method: 'POST', body: new URLSearchParams(form) }
}

function appOf({ clientId, clientSecret }: Sandbox): Record<string, string> {
  return { client_id: clientId, client_secret: clientSecret }
}

function firstUser(store: Sandbox['store']) {
  return [...store.rows('User')][0]!
}

function refusedJob(): Refusal {
  const job = { operation: 'query', query: 'SELECT Id FROM Account' }
  return { ...post('/jobs/query', job), ...struck({ name: 'bulk-refused', object: 'Account' }) }
}

function composite(parts: Record<string, string>): Refusal {
  const compositeRequest = Object.entries(parts).map(([referenceId, url]) => ({
    method: 'GET',
    url: `${BASE}/${url}`,
    referenceId,
  }))
  return post('/composite', { compositeRequest })
}

function post(path: string, body: unknown): Refusal {
  const headers = { 'Content-Type': 'application/json' }
  return { call: () => ({ path: BASE + path, method: 'POST', headers, body: JSON.stringify(body) }) }
}
