import type { Connector } from '../../config/config-types.js'
import { ExtractError } from '../../errors/extract-error.js'
import { keepSecret } from '../../errors/redact.js'
import { commonHeaders } from '../http/headers.js'
import { hints, renderNetworkHint } from '../errors/hints.js'
import type { HttpAnswer, NoAnswer } from '../http/http.js'
import { parseInstanceUrl } from './instance-url.js'
import { buildLoginError } from './login-errors.js'
import { isWebPage, readError } from '../errors/read-error.js'
import type { OrgProblem } from '../errors/read-error.js'
import { buildBadAnswer, buildLoginUnavailable, validateSize } from '../errors/refusal.js'
import { classifyNoAnswer, validateNotBlocked } from '../errors/way-errors.js'
import { parseRetryAfter } from '../../network/retry-after.js'
import { retryPassing } from '../http/retry.js'
import type { Outcome } from '../http/retry.js'
import type { CachedSession } from './token-cache.js'
import type { LoginContext } from './ways/way.js'

interface Tokens {
  session: CachedSession
  /** Where the app rotates refresh tokens: the one to use from now on. */
  refreshToken?: string
}

/**
 * Trades what the form says for a token; the form is built anew for each try. The answer has no `expires_in`. `heard`
 * gets the headers of each answer. A refusal is never retried and throws a LOGIN_* error; 5xx and lost connections are,
 * and then throw ORG_UNREACHABLE or PROXY_FAILED. Also throws BAD_ANSWER, FOREIGN_ADDRESS, INTERRUPTED.
 */
export async function requestToken(
  { connector, http, retryPolicy }: Pick<LoginContext, 'connector' | 'http' | 'retryPolicy'>,
  buildForm: () => Promise<Record<string, string>>,
  heard: (headers: HttpAnswer['headers']) => void = () => {},
): Promise<Tokens> {
  const { loginUrl } = connector
  return retryPassing(async () => {
    const answer = await http.send({
      url: `${loginUrl}/services/oauth2/token`,
      headers: { ...commonHeaders, accept: 'application/json' },
      form: await buildForm(),
    })
    if ('failure' in answer) return classifyFailure(answer, loginUrl)
    heard(answer.headers)
    return classifyAnswer(answer, connector)
  }, retryPolicy)
}

/** A name that doesn't resolve is a misspelt domain far more often than a passing trouble. */
function classifyFailure(answer: NoAnswer, loginUrl: string): Outcome<never> {
  if (answer.failure === 'ENOTFOUND' && !answer.proxyFailure) {
    const hint = `${hints.domain} Is it the right one? ${renderNetworkHint(answer.via)}`
    throw new ExtractError('ORG_UNREACHABLE', `There is no host ${new URL(loginUrl).host}`, { hint })
  }
  validateSize(answer, {})
  return classifyNoAnswer(answer, loginUrl, {})
}

/** 406 and 420 come from the edge in front of the org, before anybody looked at the credentials. */
const passingStatuses = new Set([406, 420])

function classifyAnswer(answer: HttpAnswer, { loginUrl, auth }: Connector): Outcome<Tokens> {
  const { status, body, via } = answer
  const { host } = new URL(loginUrl)
  validateNotBlocked(answer, host, {})
  if (status >= 500 || passingStatuses.has(status)) {
    const problem = readError(status, body)
    return { passing: (tries) => buildLoginUnavailable(problem, host, via, tries), waitMs: parseRetryAfter(answer) }
  }
  const fields = readObject(body)
  if (fields === undefined && status === 200 && !isWebPage(body)) {
    return { passing: (tries) => buildBadAnswer(`the token endpoint of ${host} sent no JSON`, {}, tries) }
  }
  const said = textOf(fields?.error_description)
  if (status === 429) throw buildLoginError({ error: 'rate_limit_exceeded', said, status, auth })
  if (typeof fields?.error === 'string') throw buildLoginError({ error: fields.error, said, status, auth })
  if (fields === undefined || status !== 200) throw buildNoTokenEndpoint(host, readError(status, body))
  const { refresh_token: refreshToken } = fields
  const session = readSession(fields, loginUrl)
  return { value: typeof refreshToken === 'string' ? { session, refreshToken } : { session } }
}

function readObject(body: Buffer): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/**
 * An unknown My Domain, a Lightning host or a web site sends a page, or a redirect, which is not followed. So does what
 * is on the way without being configured and lets nobody through; its page says so.
 */
function buildNoTokenEndpoint(host: string, { status, message: said }: OrgProblem): ExtractError {
  const answer = said === `HTTP ${status}` ? said : `HTTP ${status}, "${said}"`
  const cause = "it isn't a My Domain host, or something on the way answers for it"
  const message = `${host} has no token endpoint (${answer}): ${cause}`
  return new ExtractError('LOGIN_FLOW_DISABLED', message, { hint: hints.domain, details: { httpStatus: status } })
}

/** A token travels in a header: it has to be text that fits in one, with the statement beside it. */
const headerText = /^[\x21-\x7e]{1,8000}$/

function readSession(fields: Record<string, unknown>, loginUrl: string): CachedSession {
  const { access_token: token, instance_url: instanceUrl, id } = fields
  if (typeof token !== 'string' || !headerText.test(token) || typeof instanceUrl !== 'string') {
    const { host } = new URL(loginUrl)
    throw buildBadAnswer(`the token endpoint of ${host} sent no access_token or no instance_url`, {})
  }
  keepSecret(token)
  const [, orgId = '', userId = ''] = /\/id\/(\w+)\/(\w+)/.exec(textOf(id)) ?? []
  return { token, instanceUrl: parseInstanceUrl(instanceUrl, loginUrl), orgId, userId }
}
