/** The headers of every API call but those that Node adds. The size of a statement is reckoned with them. */
export function buildApiHeaders(token: string): Record<string, string> {
  return { ...commonHeaders, authorization: `Bearer ${token}`, accept: 'application/json' }
}

/** The headers of a login, too. */
export const commonHeaders = { 'user-agent': 'sf-extract', 'accept-encoding': 'gzip, deflate' }
