/** What Salesforce refuses in a statement, and how. */
const APPEND_C =
  "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. " +
  'Please reference your WSDL or the describe call for the appropriate names.'
const APPEND_R = APPEND_C.replaceAll('custom field', 'custom relationship').replace('__c', '__r')
const APPEND_OBJECT_C = APPEND_C.replace('custom field,', 'custom object,').replace('custom field name', 'entity name')
const LINK_FILTER =
  'Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId or ' +
  "LinkedEntityId using the equals operator or multiple Id's using the IN operator."
const LINK_OTHER =
  'Implementation restriction: filtering on non-id fields is only permitted when filtering by ' +
  'ContentDocumentLink.LinkedEntityId using the equals operator.'
const NO_CATEGORIES = 'WITH DATA CATEGORY is not supported by this org'
const ORDERED = 'Ordered field must be grouped or aggregated'
export const ID = '0015g0000000001AAA'
const DRIVEN =
  'A driving SObject type has already been set, all other entity types in the FROM clause must be relationships to the ' +
  'initial object.  The driving object is Account'
const BIND = 'Bind variables only allowed in Apex code'
const NO_DATETIME =
  "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes"
const subqueries = (count: number) => Array.from({ length: count }, () => '(SELECT Id FROM Contacts)').join(', ')
const semiJoin = '(SELECT AccountId FROM Contact)'

/** Statement, code, the last line of the message, and the column under the caret where there is one. */
export const refusals: [string, string, string, number?][] = [
  ['SELECT Id, Foo__c FROM Account', 'INVALID_FIELD', `No such column 'Foo__c' on entity 'Account'. ${APPEND_C}`, 12],
  ['SELECT Id, Owner FROM Account', 'INVALID_FIELD', `No such column 'Owner' on entity 'Account'. ${APPEND_C}`, 12],
  ['SELECT Id, Owner.Foo FROM Account', 'INVALID_FIELD', `No such column 'Foo' on entity 'User'. ${APPEND_C}`, 12],
  [
    'SELECT Owner.Department FROM Case',
    'INVALID_FIELD',
    `No such column 'Department' on entity 'Name'. ${APPEND_C}`,
    8,
  ],
  [
    "SELECT Id FROM Account WHERE Foo = 'x'",
    'INVALID_FIELD',
    `No such column 'Foo' on entity 'Account'. ${APPEND_C}`,
    30,
  ],
  [
    'SELECT Id, Foo__r.Name FROM Account',
    'INVALID_FIELD',
    `Didn't understand relationship 'Foo__r' in field path. ${APPEND_R}`,
    12,
  ],
  [
    'SELECT Id, (SELECT Id FROM Foos) FROM Account',
    'INVALID_TYPE',
    `Didn't understand relationship 'Foos' in FROM part of query call. ${APPEND_R}`,
    28,
  ],
  [
    'SELECT Id, (SELECT Id FROM FeedItem) FROM Case',
    'INVALID_TYPE',
    `Didn't understand relationship 'FeedItem' in FROM part of query call. ${APPEND_R}`,
    28,
  ],
  [
    "SELECT Id FROM Escalation_Rule__mdt WHERE Hours__c = 1 OR (DeveloperName = 'x' AND MasterLabel = 'y')",
    'MALFORMED_QUERY',
    'Disjunctions not supported.',
  ],
  [
    'SELECT Id FROM Escalation_Rule__mdt WHERE Hours__c > 1 OR Hours__c < 0',
    'MALFORMED_QUERY',
    'Disjunctions not supported.',
  ],
  ['SELECT Id FROM XYZZY', 'INVALID_TYPE', `sObject type 'XYZZY' is not supported. ${APPEND_OBJECT_C}`, 16],
  [
    "SELECT Id FROM Account WHERE Description = 'x'",
    'INVALID_FIELD',
    "field 'Description' can not be filtered in a query call",
    30,
  ],
  [
    "SELECT Id FROM Account WHERE BillingAddress = 'x'",
    'INVALID_FIELD',
    'Address fields can only be filtered using Distance expressions',
    30,
  ],
  [
    'SELECT Description FROM Account ORDER BY Description',
    'MALFORMED_QUERY',
    "field 'Description' can not be sorted in a query call",
    42,
  ],
  ['SELECT Id, name, Name FROM Account', 'MALFORMED_QUERY', 'duplicate field selected: Name', 18],
  ['SELECT Owner.Name, owner.name FROM Account', 'MALFORMED_QUERY', 'duplicate field selected: Name', 20],
  ['SELECT Name n FROM Account', 'MALFORMED_QUERY', 'only aggregate expressions use field aliasing'],
  [
    'SELECT Id FROM Account WHERE Name = null AND Phone = null OR Fax = null',
    'MALFORMED_QUERY',
    "unexpected token: 'OR'",
    59,
  ],
  ["SELECT Id FROM Account WHERE CreatedDate > '2026-01-01T00:00:00Z'", 'INVALID_FIELD', NO_DATETIME, 30],
  ['SELECT Id FROM Account WHERE CreatedDate > 2026-01-01', 'INVALID_FIELD', NO_DATETIME, 30],
  [
    'SELECT Id FROM Account WHERE Name = 5',
    'INVALID_FIELD',
    "value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes",
    30,
  ],
  [
    "SELECT Id FROM Account WHERE IsDeleted = 'true'",
    'INVALID_FIELD',
    "value of filter criterion for field 'IsDeleted' must be of type boolean and should not be enclosed in quotes",
    30,
  ],
  ["SELECT Id FROM Account WHERE Id = 'abc'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field: abc', 30],
  [
    `SELECT Id FROM Account WHERE OwnerId IN ('${ID}', '${ID.slice(0, 17)}Z')`,
    'INVALID_QUERY_FILTER_OPERATOR',
    `invalid ID field: ${ID.slice(0, 17)}Z`,
    30,
  ],
  [
    `SELECT Id FROM Account WHERE Name = '${'x'.repeat(4001)}'`,
    'MALFORMED_QUERY',
    'String literal is longer than 4000 characters',
    30,
  ],
  ['SELECT Id FROM Account OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000'],
  ['SELECT FIELDS(ALL) FROM Account', 'MALFORMED_QUERY', 'The SOQL FIELDS function must have a LIMIT of at most 200'],
  [
    'SELECT FIELDS(CUSTOM) FROM Account LIMIT 201',
    'MALFORMED_QUERY',
    'The SOQL FIELDS function must have a LIMIT of at most 200',
  ],
  [
    'SELECT FIELDS(CUSTOM) FROM CaseComment LIMIT 5',
    'MALFORMED_QUERY',
    "'FIELDS(...)' expansion function must result in at least one field being selected.",
  ],
  [
    `SELECT Id, ${subqueries(21)} FROM Account`,
    'MALFORMED_QUERY',
    'The query has more than 20 parent-to-child relationships',
  ],
  [
    'SELECT Account.Parent.Parent.Parent.Parent.Parent.Name FROM Contact',
    'MALFORMED_QUERY',
    'Maximum number of relationship levels exceeded in field path: Account.Parent.Parent.Parent.Parent.Parent.Name',
  ],
  [
    'SELECT Id FROM CaseChangeEvent',
    'INVALID_TYPE_FOR_OPERATION',
    'entity type CaseChangeEvent does not support query',
  ],
  ['SELECT Id FROM ContentDocumentLink', 'MALFORMED_QUERY', LINK_FILTER],
  ["SELECT Id FROM ContentDocumentLink WHERE ShareType = 'V'", 'MALFORMED_QUERY', LINK_FILTER],
  [`SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId != '${ID}'`, 'MALFORMED_QUERY', LINK_FILTER],
  [
    `SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId IN ('${ID}') AND IsDeleted = false`,
    'MALFORMED_QUERY',
    LINK_OTHER,
  ],
  [
    `SELECT Id FROM Account WHERE Id IN ${semiJoin} AND Id IN ${semiJoin} AND Id IN ${semiJoin}`,
    'EXCEEDED_MAX_SEMIJOIN_SUBSELECTS',
    'Maximum 2 semi join sub-selects are allowed.',
  ],
  [
    `SELECT Id FROM Account WHERE Name = 'x' OR Id IN ${semiJoin}`,
    'MALFORMED_QUERY',
    "Semi join sub-selects are not allowed with the 'OR' operator",
  ],
  [
    `SELECT Id FROM Account WHERE Name = 'x' AND (Name = 'y' OR Id IN ${semiJoin})`,
    'MALFORMED_QUERY',
    'Semi join sub-selects are only allowed at the top level WHERE expressions',
  ],
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT Account.ParentId FROM Contact)',
    'MALFORMED_QUERY',
    "The selected field 'Account.ParentId' in the semi join sub-select must be a single Id or reference field",
    44,
  ],
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT toLabel(AccountId) FROM Contact)',
    'MALFORMED_QUERY',
    "The selected field 'toLabel(AccountId)' in the semi join sub-select must be a single Id or reference field",
    44,
  ],
  [
    'SELECT Id FROM Contact WHERE Account.ParentId IN (SELECT Id FROM Account)',
    'MALFORMED_QUERY',
    'The left operand field in the where expression for outer query should be an id field, cannot use: Account.ParentId',
    29,
  ],
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact USING SCOPE mine)',
    'MALFORMED_QUERY',
    "unexpected token: 'USING'",
    67,
  ],
  [
    'SELECT Id, (SELECT Id FROM Contacts USING SCOPE mine) FROM Account',
    'MALFORMED_QUERY',
    "unexpected token: 'USING'",
    37,
  ],
  [
    'SELECT Id, (SELECT Id FROM Contacts LIMIT 2 OFFSET 1) FROM Account LIMIT 2',
    'MALFORMED_QUERY',
    'OFFSET in a subquery is allowed only if its parent query has LIMIT 1',
  ],
  [
    'SELECT Id, (SELECT Id FROM Acount.Contacts) FROM Account',
    'INVALID_TYPE',
    `Didn't understand relationship 'Acount' in FROM part of query call. ${APPEND_R}`,
    28,
  ],
  ['SELECT Id FROM Account, Contact', 'MALFORMED_QUERY', DRIVEN],
  ['SELECT Id FROM Account a, a.Contacts c', 'MALFORMED_QUERY', DRIVEN],
  ['SELECT Id FROM Account group', 'MALFORMED_QUERY', "unexpected token: 'group'", 24],
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE Id IN (SELECT ContactId FROM Case))',
    'MALFORMED_QUERY',
    'Nesting of semi join sub-selects is not supported',
  ],
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT LastName FROM Contact)',
    'MALFORMED_QUERY',
    "The selected field 'LastName' in the semi join sub-select must be a single Id or reference field",
    44,
  ],
  ['SELECT Name, COUNT(Id) FROM Account', 'MALFORMED_QUERY', 'Field must be grouped or aggregated: Name', 8],
  ['SELECT Id, FIELDS(ALL) FROM User LIMIT 200', 'INVALID_FIELD', 'duplicate field selected: Id'],
  [
    'SELECT FIELDS(ALL), MIN(NumberOfEmployees) FROM Account GROUP BY Id LIMIT 200',
    'MALFORMED_QUERY',
    'Field must be grouped or aggregated: IsDeleted',
    8,
  ],
  ['SELECT COUNT(Id) FROM Account GROUP BY ROLLUP(Name), Type', 'MALFORMED_QUERY', "unexpected token: ','", 52],
  ['SELECT COUNT(Id) FROM Account GROUP BY CUBE()', 'MALFORMED_QUERY', "unexpected token: ')'", 45],
  [
    'SELECT CALENDAR_YEAR(CreatedDate) FROM Opportunity GROUP BY CloseDate',
    'MALFORMED_QUERY',
    'Field must be grouped or aggregated: CreatedDate',
    8,
  ],
  [
    'SELECT MAX(AnnualRevenue) FROM Account GROUP BY Name HAVING MAX(AnnualRevenue) > USD10',
    'INVALID_FIELD',
    "value of filter criterion for field 'AnnualRevenue' must be of type double and should not be enclosed in quotes",
  ],
  [
    'SELECT Id FROM Account WHERE AnnualRevenue IN (USD10, 10)',
    'INVALID_FIELD',
    "value of filter criterion for field 'AnnualRevenue' must be of type double and should not be enclosed in quotes",
    30,
  ],
  [
    'SELECT TYPEOF Owner WHEN User THEN Name WHEN User THEN Email END FROM Case',
    'MALFORMED_QUERY',
    'WHEN clause operand [User] is not unique',
  ],
  [
    'SELECT TYPEOF Owner WHEN User THEN Name END, toLabel(Status) FROM Case',
    'MALFORMED_QUERY',
    'TYPEOF can not be used in a query with functions in its SELECT clause',
  ],
  ['SELECT COUNT(Id), COUNT() FROM Account', 'MALFORMED_QUERY', "unexpected token: ','", 17],
  [
    'SELECT AnnualRevenue FROM Account GROUP BY AnnualRevenue',
    'MALFORMED_QUERY',
    "field 'AnnualRevenue' can not be grouped in a query call",
    44,
  ],
  [
    'SELECT Id, (SELECT COUNT(Id) FROM Contacts) FROM Account',
    'MALFORMED_QUERY',
    'only root queries support aggregate expressions',
  ],
  ['SELECT Id FROM Account WHERE', 'MALFORMED_QUERY', "unexpected token: '<EOF>'", 29],
  ['SELECT Id FROM Account FROM Contact', 'MALFORMED_QUERY', "unexpected token: 'FROM'", 24],
  ['SELECT Id FROM Account WHERE Name = foo', 'MALFORMED_QUERY', BIND, 37],
  ['SELECT Id FROM Account WHERE CreatedDate > LastModifiedDate', 'MALFORMED_QUERY', BIND, 44],
  ['SELECT Id FROM Account WHERE Name = :name', 'MALFORMED_QUERY', BIND, 37],
  ['SELECT Id FROM Account WHERE Name IN names', 'MALFORMED_QUERY', BIND, 38],
  ["SELECT Id FROM Account WHERE Name IN 'a', 'b'", 'MALFORMED_QUERY', BIND, 38],
  ["SELECT Id FROM Account WHERE Name = ('a', 'b')", 'MALFORMED_QUERY', "unexpected token: ','", 41],
  [`SELECT Id FROM Account WHERE Id = ${semiJoin}`, 'MALFORMED_QUERY', "unexpected token: '('", 35],
  ['SELECT Id FROM Account WHERE CreatedDate > 2026-02-30T00:00:00Z', 'INVALID_FIELD', NO_DATETIME, 30],
  ['SELECT Id FROM Account WHERE CreatedDate > 1699-12-31T23:59:59Z', 'INVALID_FIELD', NO_DATETIME, 30],
  ['SELECT &Id FROM Account', 'MALFORMED_QUERY', "line 1:7 no viable alternative at character '&'", 7],
  [
    "SELECT Id FROM Account WHERE Name = 'x",
    'MALFORMED_QUERY',
    "line 1:38 mismatched character '<EOF>' expecting '''",
    38,
  ],
  [
    'SELECT Id FROM Account WHERE Name = "x"',
    'MALFORMED_QUERY',
    `line 1:36 no viable alternative at character '"'`,
    36,
  ],
  [
    'SELECT Id FROM Account WHERE CreatedDate > 2026-01-05T09:30:11.000 0000',
    'MALFORMED_QUERY',
    "line 1:66 no viable alternative at character ' '",
    66,
  ],
  [
    'SELECT Id FROM Account WHERE CreatedDate > 2026-01-05T09:30:11',
    'MALFORMED_QUERY',
    "line 1:62 no viable alternative at character '<EOF>'",
    62,
  ],
  [
    String.raw`SELECT Id FROM Account WHERE Name = 'a\b\'c\q'`,
    'MALFORMED_QUERY',
    "line 1:44 no viable alternative at character 'q'",
    44,
  ],
  [
    String.raw`SELECT Id FROM Account WHERE Name LIKE 'a\%' AND Name = 'a\%'`,
    'MALFORMED_QUERY',
    "line 1:59 no viable alternative at character '%'",
    59,
  ],
  ['SELECT\u00a0Id FROM Account', 'MALFORMED_QUERY', "line 1:6 no viable alternative at character '\u00a0'", 6],
  [
    "SELECT Id FROM Account WHERE FORMAT(AnnualRevenue) = '1'",
    'MALFORMED_QUERY',
    'FORMAT() in WHERE is not supported by this org',
  ],
  ['SELECT Id FROM Account WITH DATA CATEGORY Geography__c AT usa__c', 'MALFORMED_QUERY', NO_CATEGORIES],
  [
    'SELECT AnnualRevenue, FORMAT(AnnualRevenue) FROM Account',
    'MALFORMED_QUERY',
    'duplicate field selected: AnnualRevenue',
    30,
  ],
  [
    'SELECT CALENDAR_YEAR(CreatedDate) FROM Account',
    'MALFORMED_QUERY',
    'Field must be grouped or aggregated: CreatedDate',
    8,
  ],
  [
    'SELECT COUNT(Id) FROM Account GROUP BY HOUR_IN_DAY(LastActivityDate)',
    'MALFORMED_QUERY',
    'field LastActivityDate does not support aggregate operator HOUR_IN_DAY',
    52,
  ],
  ['SELECT COUNT() FROM Account ORDER BY Name', 'MALFORMED_QUERY', `${ORDERED}: Name`, 38],
  ['SELECT COUNT(Id) FROM Account ORDER BY Name', 'MALFORMED_QUERY', `${ORDERED}: Name`, 40],
  ['SELECT COUNT(Id, Name) FROM Account', 'MALFORMED_QUERY', "unexpected token: ','", 16],
  [
    'SELECT COUNT(Id) FROM Account LIMIT 1',
    'MALFORMED_QUERY',
    'Non-grouped query that uses overall aggregate functions cannot also use LIMIT',
  ],
  [
    'SELECT Name, COUNT(Name) FROM Account GROUP BY Name',
    'MALFORMED_QUERY',
    'Grouped field should not be aggregated: Name',
    8,
  ],
  [
    'SELECT COUNT(Id) FROM Account GROUP BY ROLLUP(Name, Type, Industry, Rating)',
    'MALFORMED_QUERY',
    'GROUP BY ROLLUP may contain at most 3 fields',
  ],
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact LIMIT 5)',
    'MALFORMED_QUERY',
    "missing value at 'LIMIT'",
    67,
  ],
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact ORDER BY Name LIMIT 5)',
    'MALFORMED_QUERY',
    "missing value at 'ORDER'",
    67,
  ],
  [
    'SELECT Id FROM Account WHERE ParentId IN (SELECT Id FROM Account)',
    'MALFORMED_QUERY',
    'The inner and outer selects should not be on the same object type',
  ],
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT Id FROM Contact)',
    'MALFORMED_QUERY',
    "The selected field 'Id' in the subquery and the left operand field in the where expression in the outer query " +
      "'Id' should point to the same object type",
    29,
  ],
  [
    'SELECT Id FROM Account WHERE Name IN (SELECT AccountId FROM Contact)',
    'MALFORMED_QUERY',
    'The left operand field in the where expression for outer query should be an id field, cannot use: Name',
    29,
  ],
  [
    'SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM Attachment)',
    'MALFORMED_QUERY',
    "Entity 'Attachment' is not supported for semi join inner selects",
  ],
  [
    'SELECT Id FROM Account WHERE NOT (Id IN (SELECT AccountId FROM Contact))',
    'MALFORMED_QUERY',
    'Semi join sub-selects are only allowed at the top level WHERE expressions',
  ],
  [
    'SELECT Id FROM Account ORDER BY Name FOR UPDATE',
    'MALFORMED_QUERY',
    'ORDER BY not allowed. Locking is implied for each result row',
  ],
  ["SELECT Id FROM Account WHERE Name != null AND NOT Type = 'x'", 'MALFORMED_QUERY', "unexpected token: 'NOT'", 47],
  ["SELECT Id FROM Account WHERE (Type = 'x' OR NOT (Name = 'a'))", 'MALFORMED_QUERY', "unexpected token: 'NOT'", 45],
  ["SELECT Id FROM Account WHERE NOT Name = 'a' AND Type = 'x'", 'MALFORMED_QUERY', "unexpected token: 'AND'", 45],
  ["SELECT Id FROM Account WHERE (NOT (Name = 'a') OR Type = 'x')", 'MALFORMED_QUERY', "unexpected token: 'OR'", 48],
  ["SELECT Id FROM Account WHERE NOT NOT Name = 'a'", 'MALFORMED_QUERY', "unexpected token: 'NOT'", 34],
  [
    'SELECT Name FROM Account GROUP BY Name HAVING COUNT(Id) > 1 AND NOT COUNT(Id) > 2',
    'MALFORMED_QUERY',
    "unexpected token: 'NOT'",
    65,
  ],
  ['SELECT COUNT() total FROM Account', 'MALFORMED_QUERY', "unexpected token: 'total'", 16],
  [
    'SELECT MAX(convertCurrency(AnnualRevenue)) FROM Account',
    'MALFORMED_QUERY',
    'MAX() of convertCurrency() is not supported by this org',
  ],
  ['SELECT toLabel(MAX(Type)) FROM Account', 'MALFORMED_QUERY', 'toLabel() of MAX() is not supported by this org'],
  [
    'SELECT convertCurrency(AnnualRevenue) FROM Account',
    'MALFORMED_QUERY',
    'convertCurrency() is not supported by this org',
  ],
  ['', 'MALFORMED_QUERY', 'A query string has to be specified'],
]
