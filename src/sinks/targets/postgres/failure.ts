import type { BatchAnswer } from '../batches.js'

/** What a failure of PostgreSQL means for the batch. `isLasting`: for every other one too. */
export interface Failure extends BatchAnswer {
  reason: string
  isLasting?: true
  hint?: string
}

/** By the codes of "PostgreSQL Error Codes" (SQLSTATE), the first two of which are the class. */
export function readFailure(cause: unknown): Failure {
  const { code = '', message } = cause as { code?: string; message: string }
  const isOfServer = /^[0-9A-Z]{5}$/.test(code)
  // What breaks the connection has a code of Node's, or none.
  if (!isOfServer) return { reason: `gives no answer (${message || code})` }
  if (passing.test(code)) return { reason: `is busy: ${message}` }
  // What is in a document, found by sending fewer of them; alone it is refused.
  if (ofDocuments.test(code)) return { isTooLarge: true, reason: `${code}: ${message}` }
  return { reason: `takes no documents: ${message} (${code})`, isLasting: true, hint: hintFor(code) }
}

/** Connection exceptions, deadlocks and serialization, too many connections, and a server that starts or stops. */
const passing = /^(?:08|40|53[03]|57P0[123])/

/** Data exceptions, violated constraints, and program limits. */
const ofDocuments = /^(?:22|23|54)/

function hintFor(code: string): string {
  if (code.startsWith('28')) {
    return (
      'Check user and password: in the address (percent-encoded), in SF_EXTRACT_TO_USERNAME and SF_EXTRACT_TO_PASSWORD, ' +
      'or in PGUSER and PGPASSWORD.'
    )
  }
  if (code === '3D000') return 'Create the database with `createdb`, or correct its name.'
  return 'The user needs to write to the table, and to create it where it is new; a table of that name has to be ours.'
}
