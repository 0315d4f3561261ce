import { REST_REFUSALS } from './rest-refusals.js'

/** An error the org answers with. Anything else that is thrown becomes a 500 UNKNOWN_EXCEPTION. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
  }
}

/** The refusal named `name`, its `{}` filled with `detail`. */
export function refuse(name: Refusal, detail = ''): ApiError {
  const [status, code, message] = REFUSALS[name]
  return new ApiError(
    status,
    code,
    message.replace('{}', () => detail),
  )
}

/** The REST body of an error: an array, even for one. */
export function renderApiError(error: ApiError): { message: string; errorCode: string }[] {
  return [{ message: error.message, errorCode: error.code }]
}

export type Refusal = keyof typeof REFUSALS

const APPEND_C =
  "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. " +
  'Please reference your WSDL or the describe call for the appropriate names.'
const APPEND_R =
  "If you are attempting to use a custom relationship, be sure to append the '__r' " +
  'after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.'
const APPEND_OBJECT_C =
  "If you are attempting to use a custom object, be sure to append the '__c' after the entity name. " +
  'Please reference your WSDL or the describe call for the appropriate names.'

/** Statuses, codes and texts as the service sends them, of SOQL; `{}` stands for what the request named. */
const REFUSALS = {
  ...REST_REFUSALS,
  noQuery: [400, 'MALFORMED_QUERY', 'A query string has to be specified'],
  queryTooLong: [400, 'MALFORMED_QUERY', 'SOQL statements can not be longer than 100000 characters'],
  unexpectedToken: [400, 'MALFORMED_QUERY', "unexpected token: '{}'"],
  bindVariable: [400, 'MALFORMED_QUERY', 'Bind variables only allowed in Apex code'],
  unreadable: [400, 'MALFORMED_QUERY', '{}'],
  stringTooLong: [400, 'MALFORMED_QUERY', 'String literal is longer than 4000 characters'],
  duplicateField: [400, 'MALFORMED_QUERY', 'duplicate field selected: {}'],
  duplicateOfFields: [400, 'INVALID_FIELD', 'duplicate field selected: {}'],
  duplicateWhen: [400, 'MALFORMED_QUERY', 'WHEN clause operand [{}] is not unique'],
  typeofFunction: [400, 'MALFORMED_QUERY', 'TYPEOF can not be used in a query with functions in its SELECT clause'],
  duplicateAlias: [400, 'MALFORMED_QUERY', 'duplicate alias: {}'],
  fieldAlias: [400, 'MALFORMED_QUERY', 'only aggregate expressions use field aliasing'],
  ungrouped: [400, 'MALFORMED_QUERY', 'Field must be grouped or aggregated: {}'],
  notAggregatable: [400, 'MALFORMED_QUERY', 'field {}'],
  ungroupedOrder: [400, 'MALFORMED_QUERY', 'Ordered field must be grouped or aggregated: {}'],
  lockedOrder: [400, 'MALFORMED_QUERY', 'ORDER BY not allowed. Locking is implied for each result row'],
  groupedAggregate: [400, 'MALFORMED_QUERY', 'Grouped field should not be aggregated: {}'],
  groupCount: [400, 'MALFORMED_QUERY', 'GROUP BY {} may contain at most 3 fields'],
  duplicateGroup: [400, 'MALFORMED_QUERY', 'duplicate grouping expression: {}'],
  overallLimit: [400, 'MALFORMED_QUERY', 'Non-grouped query that uses overall aggregate functions cannot also use {}'],
  nestedAggregate: [400, 'MALFORMED_QUERY', 'only root queries support aggregate expressions'],
  fieldsLimit: [400, 'MALFORMED_QUERY', 'The SOQL FIELDS function must have a LIMIT of at most 200'],
  fieldsEmpty: [
    400,
    'MALFORMED_QUERY',
    "'FIELDS(...)' expansion function must result in at least one field being selected.",
  ],
  subqueryCount: [400, 'MALFORMED_QUERY', 'The query has more than 20 parent-to-child relationships'],
  subqueryDepth: [400, 'MALFORMED_QUERY', 'The query nests more than {} levels of parent-to-child relationships'],
  parentDepth: [400, 'MALFORMED_QUERY', 'Maximum number of relationship levels exceeded in field path: {}'],
  semiJoinCount: [400, 'EXCEEDED_MAX_SEMIJOIN_SUBSELECTS', 'Maximum 2 semi join sub-selects are allowed.'],
  drivingObject: [
    400,
    'MALFORMED_QUERY',
    'A driving SObject type has already been set, all other entity types in the FROM clause must be relationships to ' +
      'the initial object.  The driving object is {}',
  ],
  subqueryOffset: [400, 'MALFORMED_QUERY', 'OFFSET in a subquery is allowed only if its parent query has LIMIT 1'],
  parentCount: [400, 'MALFORMED_QUERY', 'The query has more than 55 child-to-parent relationships'],
  semiJoinNested: [400, 'MALFORMED_QUERY', 'Nesting of semi join sub-selects is not supported'],
  semiJoinOr: [400, 'MALFORMED_QUERY', "Semi join sub-selects are not allowed with the 'OR' operator"],
  semiJoinLevel: [400, 'MALFORMED_QUERY', 'Semi join sub-selects are only allowed at the top level WHERE expressions'],
  semiJoinField: [
    400,
    'MALFORMED_QUERY',
    "The selected field '{}' in the semi join sub-select must be a single Id or reference field",
  ],
  semiJoinClause: [400, 'MALFORMED_QUERY', "missing value at '{}'"],
  semiJoinSame: [400, 'MALFORMED_QUERY', 'The inner and outer selects should not be on the same object type'],
  semiJoinTypes: [400, 'MALFORMED_QUERY', 'The selected field {} should point to the same object type'],
  semiJoinLeft: [
    400,
    'MALFORMED_QUERY',
    'The left operand field in the where expression for outer query should be an id field, cannot use: {}',
  ],
  semiJoinObject: [400, 'MALFORMED_QUERY', "Entity '{}' is not supported for semi join inner selects"],
  notSupported: [400, 'MALFORMED_QUERY', '{} is not supported by this org'],
  noSuchColumn: [400, 'INVALID_FIELD', `No such column '{}'. ${APPEND_C}`],
  noRelationship: [400, 'INVALID_FIELD', `Didn't understand relationship '{}' in field path. ${APPEND_R}`],
  noChildRelationship: [
    400,
    'INVALID_TYPE',
    `Didn't understand relationship '{}' in FROM part of query call. ${APPEND_R}`,
  ],
  noSuchType: [400, 'INVALID_TYPE', `sObject type '{}' is not supported. ${APPEND_OBJECT_C}`],
  notQueryable: [400, 'INVALID_TYPE_FOR_OPERATION', 'entity type {} does not support query'],
  notFilterable: [400, 'INVALID_FIELD', "field '{}' can not be filtered in a query call"],
  addressFilter: [400, 'INVALID_FIELD', 'Address fields can only be filtered using Distance expressions'],
  notSortable: [400, 'MALFORMED_QUERY', "field '{}' can not be sorted in a query call"],
  notGroupable: [400, 'MALFORMED_QUERY', "field '{}' can not be grouped in a query call"],
  wrongLiteral: [400, 'INVALID_FIELD', "value of filter criterion for field '{}"],
  badIdValue: [400, 'INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field: {}'],
  badScope: [400, 'INVALID_QUERY_SCOPE', 'The specified query scope was invalid: {}'],
  badOperator: [400, 'INVALID_QUERY_FILTER_OPERATOR', 'invalid operator on {} field'],
  offsetRange: [400, 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000'],
  aggregateMore: [
    400,
    'EXCEEDED_ID_LIMIT',
    'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
  ],
  noQueryMore: [
    400,
    'EXCEEDED_ID_LIMIT',
    '{} does not support queryMore(), use LIMIT to restrict the results to a single batch',
  ],
  linkFilter: [
    400,
    'MALFORMED_QUERY',
    'Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId or ' +
      "LinkedEntityId using the equals operator or multiple Id's using the IN operator.",
  ],
  linkOtherFilter: [
    400,
    'MALFORMED_QUERY',
    'Implementation restriction: filtering on non-id fields is only permitted when filtering by ' +
      'ContentDocumentLink.LinkedEntityId using the equals operator.',
  ],
  bigObject: [400, 'BIG_OBJECT_UNSUPPORTED_OPERATION', '{}'],
  externalObject: [400, 'EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION', '{}'],
  disjunction: [400, 'MALFORMED_QUERY', 'Disjunctions not supported.'],
  feedItemFilter: [400, 'MALFORMED_QUERY', 'FeedItem requires a filter by Id'],
  badLocator: [400, 'INVALID_QUERY_LOCATOR', 'invalid query locator'],
  queryTimeout: [400, 'QUERY_TIMEOUT', 'Your query request was running for too long.'],
  queryTooComplicated: [
    400,
    'QUERY_TOO_COMPLICATED',
    'Query is either selecting too many fields or the filter conditions are too complicated.',
  ],
} as const satisfies Record<string, readonly [number, string, string]>
