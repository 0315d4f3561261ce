import { expect, test } from 'vitest'
import { errorTable, findRule } from '../../../src/org/errors/error-table.js'
import type { ErrorRule, Treatment } from '../../../src/org/errors/error-table.js'
import { readError } from '../../../src/org/errors/read-error.js'
import type { ErrorCode } from '../../../src/errors/codes.js'
import { openSyncedOrg } from '../../support/synced-org.js'
import { accounts, buildErrorBody, openScriptedOrg, readPages } from '../../support/scripted-org.js'

/** Status, Salesforce's code, text, what is done, as what, and the statement where the text is about it. */
type Case = [number, string, string, Treatment, ErrorCode, string?]

const withFoo = 'SELECT Id, Foo__c FROM Account'
const withFoos = 'SELECT Id, (SELECT Id FROM Foos) FROM Account'
const withPath = 'SELECT Id, Foo__r.Name FROM Account'

const byName = 'SELECT Name, COUNT(Id) FROM Account GROUP BY Name'

const noColumn =
  '\nSELECT Id, Foo__c FROM Account\n           ^\nERROR at Row:1:Column:12\n' +
  "No such column 'Foo__c' on entity 'Account'. If you are attempting to use a custom " +
  "field, be sure to append the '__c' after the custom field name."
const noRelation =
  '\nSELECT Id, (SELECT Id FROM Foos)\n ^\nERROR at Row:1:Column:27\n' +
  "Didn't understand relationship 'Foos' in FROM part of query call."
const quotedDate =
  "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes"
const needsFilter =
  'Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId.'

const tooComplicated = 'Query is either selecting too many fields or the filter conditions are too complicated.'

const cases: Case[] = [
  [401, 'INVALID_SESSION_ID', 'このセッションは REST API では使用できません', 'stop', 'SESSION_NOT_FOR_API'],
  [401, 'INVALID_SESSION_ID', 'セッションの期限が切れたか、無効です', 'renew', 'SESSION_NOT_FOR_API'],
  [401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API', 'stop', 'SESSION_NOT_FOR_API'],
  [401, 'INVALID_SESSION_ID', 'Session expired or invalid', 'renew', 'SESSION_NOT_FOR_API'],
  [400, 'InvalidSessionId', 'Invalid session id', 'renew', 'SESSION_NOT_FOR_API'],
  [401, 'INVALID_AUTH_HEADER', 'INVALID_HEADER_TYPE', 'renew', 'SESSION_NOT_FOR_API'],
  [403, 'API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.', 'stop', 'SESSION_NOT_FOR_API'],
  [403, 'API_CURRENTLY_DISABLED', 'API is disabled for this User', 'stop', 'LOGIN_NOT_PERMITTED'],
  [403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.', 'stop', 'QUOTA_REACHED'],
  [403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentPerOrgLongTxn Limit exceeded.', 'retry', 'ORG_UNAVAILABLE'],
  [403, 'REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests Limit exceeded.', 'retry', 'ORG_UNAVAILABLE'],
  [403, 'REQUEST_LIMIT_EXCEEDED', 'Limit exceeded', 'retry', 'QUOTA_REACHED'],
  [400, 'INVALID_QUERY_LOCATOR', 'invalid query locator', 'reopen', 'LOCATOR_LOST'],
  [404, 'INVALID_QUERY_LOCATOR', 'invalid query locator', 'reopen', 'LOCATOR_LOST'],
  [400, 'QUERY_TIMEOUT', 'Your query request was running for too long.', 'split', 'QUERY_TIMEOUT'],
  [500, 'QUERY_TIMEOUT', 'Your query request was running for too long.', 'split', 'QUERY_TIMEOUT'],
  [400, 'QUERY_TOO_COMPLICATED', 'Query is either selecting too many fields or …', 'split', 'QUERY_TIMEOUT'],
  [400, 'REQUEST_RUNNING_TOO_LONG', 'Your request was running for too long.', 'split', 'QUERY_TIMEOUT'],
  [400, 'MALFORMED_QUERY', tooComplicated, 'split', 'QUERY_TIMEOUT'],
  [400, 'MALFORMED_QUERY', 'クエリの選択項目が多すぎるか、条件が複雑すぎます。', 'split', 'QUERY_TIMEOUT'],
  [400, 'MALFORMED_QUERY', 'only root queries support aggregate expressions', 'fail', 'QUERY_REFUSED'],
  [400, 'OPERATION_TOO_LARGE', "exceeded 100000 distinct who/what's", 'split', 'QUERY_TIMEOUT'],
  [400, 'INVALID_FIELD', "field 'Description' can not be filtered in a query call", 'fail', 'QUERY_REFUSED'],
  [400, 'INVALID_FIELD', quotedDate, 'fail', 'QUERY_REFUSED'],
  [400, 'INVALID_FIELD', noColumn, 'heal', 'FIELD_UNKNOWN', withFoo],
  [400, 'INVALID_FIELD', 'エンティティ「Account」に列「Foo__c」はありません。', 'heal', 'FIELD_UNKNOWN', withFoo],
  [400, 'INVALID_FIELD', 'La colonne « Foo__c » de « Account » est inconnue', 'heal', 'FIELD_UNKNOWN', withFoo],
  [400, 'INVALID_FIELD', "Didn't understand relationship 'Foo__r' in field path.", 'heal', 'FIELD_UNKNOWN', withPath],
  [400, 'INVALID_FIELD', '項目パスのリレーション「Foo__r」を認識できません。', 'heal', 'FIELD_UNKNOWN', withPath],
  [400, 'INVALID_FIELD', '項目「Description」を条件にできません。', 'fail', 'QUERY_REFUSED'],
  [400, 'INVALID_TYPE', noRelation, 'heal', 'FIELD_UNKNOWN', withFoos],
  [400, 'INVALID_TYPE', 'Beziehung „Foos“ in FROM-Teil unbekannt', 'heal', 'FIELD_UNKNOWN', withFoos],
  [400, 'INVALID_TYPE', "sObject type 'XYZZY' is not supported.", 'fail', 'OBJECT_NOT_FOUND'],
  [400, 'INVALID_TYPE_FOR_OPERATION', 'entity type FeedLike does not support query', 'fail', 'QUERY_REFUSED'],
  [400, 'MALFORMED_QUERY', needsFilter, 'fail', 'ACCESS_DENIED'],
  [400, 'MALFORMED_QUERY', 'a filter on one ParentId, Parent.Type or Id is required', 'fail', 'ACCESS_DENIED'],
  [400, 'MALFORMED_QUERY', '実装の制限: FeedItem には Id による条件が必要です', 'fail', 'ACCESS_DENIED'],
  [400, 'EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION', 'Where clauses should contain StatType', 'fail', 'QUERY_REFUSED'],
  [400, 'MALFORMED_QUERY', "unexpected token: 'invalid'", 'fail', 'QUERY_REFUSED'],
  [400, 'INVALID_TERM', 'no', 'fail', 'QUERY_REFUSED'],
  [400, 'MALFORMED_ID', 'malformed id 5005g', 'fail', 'QUERY_REFUSED'],
  [400, 'NUMBER_OUTSIDE_VALID_RANGE', 'OFFSET', 'fail', 'QUERY_REFUSED'],
  [400, 'EXCEEDED_ID_LIMIT', 'Aggregate query does not support queryMore()', 'fail', 'QUERY_REFUSED', byName],
  [400, 'EXCEEDED_ID_LIMIT', 'exceeded 600000 ids', 'fail', 'QUERY_REFUSED'],
  [400, 'EXCEEDED_ID_LIMIT', 'Aggregate query does not support queryMore()', 'fail', 'QUERY_REFUSED'],
  [414, '', 'Bad Message 414 reason: URI Too Long', 'fail', 'QUERY_REFUSED'],
  [431, '', 'Bad Message 431', 'fail', 'QUERY_REFUSED'],
  [400, 'TXN_SECURITY_METERING_ERROR', "We can't complete the action because …", 'fail', 'ACCESS_DENIED'],
  [403, 'TXN_SECURITY_NO_ACCESS', 'no', 'fail', 'ACCESS_DENIED'],
  [403, 'INSUFFICIENT_ACCESS', 'insufficient access rights on object id', 'fail', 'ACCESS_DENIED'],
  [400, 'INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights', 'fail', 'ACCESS_DENIED'],
  [403, 'FUNCTIONALITY_NOT_ENABLED', 'This feature is not currently enabled for this user.', 'fail', 'ACCESS_DENIED'],
  [403, '', 'Forbidden', 'fail', 'ACCESS_DENIED'],
  [400, 'SERVER_UNAVAILABLE', 'Server too busy', 'retry', 'ORG_UNAVAILABLE'],
  [500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred.', 'retry', 'ORG_UNAVAILABLE'],
  [420, '', 'HTTP 420', 'retry', 'ORG_UNAVAILABLE'],
  [404, 'NOT_FOUND', 'The requested resource does not exist', 'fail', 'OBJECT_NOT_FOUND'],
  [400, 'UNSUPPORTED_API_VERSION', 'no', 'stop', 'CONFIG_INVALID'],
  [410, '', 'Gone', 'stop', 'CONFIG_INVALID'],
  [302, '', 'HTTP 302', 'stop', 'ORG_MOVED'],
  [404, '', '<p>URL No Longer Exists</p>', 'stop', 'ORG_MOVED'],
  [404, '', '', 'fail', 'OBJECT_NOT_FOUND'],
  [404, 'URL_NOT_RESET', 'Destination URL not reset.', 'renew', 'ORG_MOVED'],
  [405, 'METHOD_NOT_ALLOWED', "HTTP Method 'POST' not allowed.", 'fail', 'QUERY_REFUSED'],
]

test.each(cases)('%i %s "%s": %s, as %s', async (...given) => {
  const [status, salesforceCode, message, treatment, code, soql = 'SELECT Id FROM Account'] = given
  expect(ruleOf(given)).toMatchObject({ treatment, as: code })
  const retry = { attempts: 2, delayMs: 1, maxDelayMs: 1, budgetMs: 1000 }
  const { org, server } = await openScriptedOrg({ extract: { retry } })
  const answer = { status, body: bodyOf(salesforceCode, message) }
  server.answer(answer, answer)
  const expectedCalls = treatment === 'retry' || treatment === 'renew' ? 2 : 1
  await expect(readPages(org, { ...accounts, soql })).rejects.toMatchObject({
    code,
    message: expect.stringMatching(/^Account: \S/) as string,
    hint: expect.stringMatching(/^[^{}]+$/) as string,
    details: {
      object: 'Account',
      soql,
      httpStatus: status,
      ...(salesforceCode === '' ? {} : { salesforceCode }),
    },
  })
  expect(server.requests).toHaveLength(expectedCalls)
  expect(server.logins).toHaveLength(treatment === 'renew' ? 2 : 1)
})

test.each([
  [400, 'EXCEEDED_ID_LIMIT', byName, /one page alone.*LIMIT/],
  [400, 'EXCEEDED_ID_LIMIT', undefined, /--reconcile/],
  [414, undefined, byName, /bytes an address may have/],
  [431, undefined, byName, /address and headers.*proxy/],
])('%i %s has a hint of its own', (status, salesforceCode, soql, hint) => {
  expect(findRule({ status, salesforceCode, message: 'x' }, { soql }).hint).toMatch(hint)
})

test('an aggregate query of more than a page says what its result can hold', async () => {
  const synced = await openSyncedOrg()
  for (let n = 0; n < 2001; n++) synced.sandbox.store.insert('Account', { Name: `A${n}` })
  const { org } = synced.context()
  await expect(readPages(org, { ...accounts, soql: byName })).rejects.toMatchObject({
    code: 'QUERY_REFUSED',
    hint: expect.stringContaining('GROUP BY') as string,
  })
})

test('a 404 or 410 on a locator means that it is gone', () => {
  expect(findRule({ status: 404, message: 'x' }, {}, 'locator')).toMatchObject({
    treatment: 'reopen',
    as: 'LOCATOR_LOST',
  })
  expect(findRule({ status: 410, message: 'x' }, {}, 'locator')).toMatchObject({
    treatment: 'reopen',
    as: 'LOCATOR_LOST',
  })
})

test('a redirect of a file, or a file that is gone, concerns that file alone', () => {
  expect(findRule({ status: 302, message: 'x' }, {}, 'content')).toMatchObject({
    treatment: 'fail',
    as: 'FOREIGN_ADDRESS',
  })
  const gone = { status: 404, message: 'x', isPage: true }
  expect(findRule(gone, {}, 'content')).toMatchObject({ treatment: 'fail', as: 'OBJECT_NOT_FOUND' })
})

test('each rule of the table has a case here', () => {
  const reached = new Set<ErrorRule>([...cases.map(ruleOf), findRule({ status: 404, message: 'x' }, {}, 'locator')])
  for (const status of [302, 404]) reached.add(findRule({ status, message: 'x' }, {}, 'content'))
  expect(errorTable.filter((rule) => !reached.has(rule))).toEqual([])
})

test.each([
  [noColumn, withFoo, { field: 'Foo__c', entity: 'Account' }],
  ['エンティティ「Account」に列「Foo__c」はありません。', withFoo, { field: 'Foo__c', entity: 'Account' }],
  ["No such column 'Foo' on entity 'Name'", 'SELECT Owner.Foo FROM Account', { field: 'Foo', entity: 'Name' }],
  ["Didn't understand relationship 'Foo__r'", withPath, { field: 'Foo__r', entity: undefined }],
  ["field 'CreatedDate' can not be filtered", 'SELECT Id FROM Account', { misused: 'CreatedDate' }],
])('what %j names is known', async (message, soql, details) => {
  const { org, server } = await openScriptedOrg()
  server.answer({ status: 400, body: buildErrorBody('INVALID_FIELD', message) })
  await expect(readPages(org, { ...accounts, soql })).rejects.toMatchObject({ details })
})

test('an error is told in one line without the statement', async () => {
  const { org, server } = await openScriptedOrg()
  server.answer({ status: 400, body: buildErrorBody('INVALID_FIELD', noColumn) })
  await expect(readPages(org, { ...accounts, soql: withFoo })).rejects.toMatchObject({
    message: "Account: No such column 'Foo__c' on entity 'Account' (row 1, column 12) (INVALID_FIELD, HTTP 400)",
  })
})

function ruleOf([status, salesforceCode, message, , , soql]: Case): ErrorRule {
  return findRule(readError(status, Buffer.from(bodyOf(salesforceCode, message))), { sobject: 'Account', soql })
}

function bodyOf(salesforceCode: string, message: string): string {
  return salesforceCode === '' ? message : JSON.stringify(buildErrorBody(salesforceCode, message))
}
