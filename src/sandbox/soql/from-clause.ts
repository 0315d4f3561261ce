import type { Subquery } from '@jetstreamapp/soql-parser-js'
import { refuse } from '../http/api-errors.js'
import { complain, locate } from './complaint.js'
import { resolvePath, type Scope } from './references.js'

/** Throws for an alias that is a keyword, and for what stands beside the object without being a parent of it. */
export function checkFrom(scope: Scope, parents: string[]): void {
  refuseKeyword(scope.text, scope.alias)
  for (const path of parents) if (!isParent(scope, path)) throw refuse('drivingObject', scope.object.name)
}

/** The same for a child list: `FROM Account.Contacts` and, by an alias, `FROM a.Contacts` are `FROM Contacts`. */
export function checkChildFrom(scope: Scope, { sObjectAlias, sObjectPrefix: prefix = [] }: Subquery): void {
  refuseKeyword(scope.text, sObjectAlias)
  const known = new Set([scope.object.name, scope.alias].map((name) => name?.toLowerCase()))
  const strange = prefix.length > 1 ? prefix[1] : prefix.find((name) => !known.has(name.toLowerCase()))
  if (strange !== undefined) throw complain(scope.text, locate(scope.text, strange), 'noChildRelationship', strange)
}

/** SOQL and SOSL Reference, "Alias Notation". */
const KEYWORDS = new Set(
  (
    'AND ASC DESC EXCLUDES FIRST FROM GROUP HAVING IN INCLUDES LAST LIKE LIMIT NOT NULL NULLS OR SELECT USING WHERE ' +
    'WITH'
  ).split(' '),
)

function refuseKeyword(text: string, alias: string | undefined): void {
  if (alias === undefined || !KEYWORDS.has(alias.toUpperCase())) return
  throw complain(text, locate(text, alias, text.search(/\bfrom\b/i)), 'unexpectedToken', alias)
}

function isParent(scope: Scope, path: string): boolean {
  try {
    return resolvePath(scope, `${path}.Id`).hops.length > 0
  } catch {
    return false
  }
}
