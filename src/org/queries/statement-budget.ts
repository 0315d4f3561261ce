import { ExtractError } from '../../errors/extract-error.js'
import type { Query } from '../../terms.js'
import { encodeSoql } from '../../soql/encode-soql.js'
import { buildApiHeaders } from '../http/headers.js'
import { hints, renderHint } from '../errors/hints.js'
import { buildDetails } from '../errors/refusal.js'
import type { Session } from '../login/session.js'

/**
 * The most bytes of encoded SOQL that fit into a GET of `path`: URL and headers together may have 16,384 bytes, or the
 * org answers 414 or 431 ("Status Codes and Error Responses"). A token can be a JWT of more than 1,000 bytes.
 */
export function buildSoqlBudget(session: Session, path: string, headers: Record<string, string>): number {
  const { instanceUrl, token } = session
  const nodeHeaders = { host: new URL(instanceUrl).host, connection: 'keep-alive' }
  const sent = Object.entries({ ...buildApiHeaders(token), ...headers, ...nodeHeaders })
  const headerBytes = sent.reduce((sum, [name, value]) => sum + `${name}: ${value}\r\n`.length, 0)
  const lineBytes = `GET ${instanceUrl}${path}?q= HTTP/1.1\r\n\r\n`.length
  return longestRequestBytes - marginBytes - headerBytes - lineBytes
}

const longestRequestBytes = 16_384

/** Left for what a proxy on the way adds: Via, Forwarded, trace ids. */
const marginBytes = 384

/** Throws QUERY_REFUSED where the statement is over the budget: a call that can't succeed is not made. */
export function validateStatementFits({ sobject, soql }: Query, budgetBytes: number): void {
  const bytes = encodeSoql(soql).length
  if (bytes <= budgetBytes) return
  const message = `${sobject}: the statement has ${bytes} bytes, and ${budgetBytes} fit into a URL`
  throw new ExtractError('QUERY_REFUSED', message, {
    hint: renderHint(hints.tooLong, sobject),
    details: buildDetails({ sobject, soql }),
  })
}
