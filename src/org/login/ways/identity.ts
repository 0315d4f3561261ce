import { commonHeaders } from '../../http/headers.js'
import { retryPassing, type Outcome } from '../../http/retry.js'
import { classifyNoAnswer, validateNotBlocked } from '../../errors/way-errors.js'
import type { CachedSession } from '../token-cache.js'
import type { LoginContext } from './way.js'

type Identity = Pick<CachedSession, 'userId' | 'orgId'>

/**
 * The user and the org of a token that came without them ("Query for User Information"); empty where the org doesn't
 * tell, for want of a scope say: that the token is dead is for the first call to find out. It is no API call.
 * Throws ORG_UNREACHABLE, PROXY_FAILED, INTERRUPTED.
 */
export async function fetchIdentity(
  { http, retryPolicy }: Pick<LoginContext, 'http' | 'retryPolicy'>,
  { token, instanceUrl }: Pick<CachedSession, 'token' | 'instanceUrl'>,
): Promise<Identity> {
  return retryPassing(async (): Promise<Outcome<Identity>> => {
    const answer = await http.send({
      url: `${instanceUrl}/services/oauth2/userinfo`,
      headers: { ...commonHeaders, authorization: `Bearer ${token}`, accept: 'application/json' },
    })
    if ('failure' in answer) return classifyNoAnswer(answer, instanceUrl, {})
    validateNotBlocked(answer, new URL(instanceUrl).host, {})
    return { value: answer.status === 200 ? readIdentity(answer.body) : { userId: '', orgId: '' } }
  }, retryPolicy)
}

function readIdentity(body: Buffer): Identity {
  try {
    const { user_id: userId, organization_id: orgId } = JSON.parse(body.toString('utf8')) as Record<string, unknown>
    return { userId: idOf(userId), orgId: idOf(orgId) }
  } catch {
    return { userId: '', orgId: '' }
  }
}

/** Ids of 18 characters, as the token endpoint gives them. */
function idOf(value: unknown): string {
  return typeof value === 'string' && /^[A-Za-z0-9]{18}$/.test(value) ? value : ''
}
