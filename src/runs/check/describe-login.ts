import type { Connector } from '../../config/config-types.js'
import { isExtractError } from '../../errors/extract-error.js'
import type { Org } from '../../org/org.js'
import { equals } from '../../soql/conditions.js'
import { soql } from '../../soql/soql.js'

/**
 * Logs in, and tells where, as whom, and by which way. A call makes sure that the org takes the token.
 * Throws as the org does.
 */
export async function describeLogin({ auth, targetOrg = '' }: Connector, org: Org): Promise<string> {
  const { instanceUrl, apiVersion, userId } = await org.session()
  const way = auth === 'sf_cli' ? `the Salesforce CLI's login to ${targetOrg}` : ways[auth]
  return `${instanceUrl} as ${await userName(org, userId)} by ${way}, API ${apiVersion}`
}

const ways = {
  client_credentials: 'client credentials',
  jwt: 'JWT',
  refresh_token: 'refresh token',
  access_token: 'access token',
}

/** The user's own record may be hidden from it; the Id will do then. */
async function userName(org: Org, userId: string): Promise<string> {
  const statement = soql('User')
    .fields(['Name', 'Username'])
    .where(equals('Id', userId || nobody))
  try {
    for await (const { rows } of org.query({ sobject: 'User', scope: 'live', soql: statement.text() }).pages()) {
      const [row] = rows
      if (row !== undefined) return `${String(row['Name'])} (${String(row['Username'])})`
    }
  } catch (error) {
    if (!isExtractError(error, 'ACCESS_DENIED', 'OBJECT_NOT_FOUND', 'FIELD_UNKNOWN', 'QUERY_REFUSED')) throw error
  }
  return userId || 'a user that it does not name'
}

/** An access token comes without its user, and the org doesn't have to tell. */
const nobody = '000000000000000AAA'
