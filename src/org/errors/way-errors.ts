import { ExtractError } from '../../errors/extract-error.js'
import { describeFailure } from '../../network/describe-failure.js'
import type { ProxyFailure } from '../../network/proxy-failure.js'
import type { HttpAnswer, NoAnswer } from '../http/http.js'
import type { Outcome } from '../http/retry.js'
import { hints, renderNetworkHint } from './hints.js'
import { isWebPage, readError } from './read-error.js'
import { about, buildDetails, buildUnreachable, renderFailure, renderTries } from './refusal.js'
import type { Subject } from './subject.js'

/**
 * What follows from no answer: another try where that can help. Throws PROXY_FAILED where the proxy is to blame, and
 * ORG_UNREACHABLE where the host was not believed to be itself or didn't believe who asked: that doesn't pass.
 */
export function classifyNoAnswer(answer: NoAnswer, url: string, subject: Subject): Outcome<never> {
  const { host } = new URL(url)
  if (answer.proxyFailure) return classifyProxyFailure(answer.proxyFailure, answer.via!, url, subject)
  if (isRefusedClient(answer)) {
    const text = `${host} refuses the client certificate of the connection, or that it has none: ${renderFailure(answer)}`
    throw unreachable(text, subject, clientCertificate)
  }
  if (answer.via !== undefined && /wrong version number|packet length/i.test(answer.message)) {
    throw new ExtractError('PROXY_FAILED', about(subject, `The proxy ${answer.via} answers for ${host}, without TLS`), {
      hint: `Ask those who run it to let ${host} through; \`curl -v\` through it shows what it says.`,
      details: buildDetails(subject),
    })
  }
  if (isUntrusted(answer)) {
    const way = answer.via === undefined ? '' : `, through the proxy ${answer.via},`
    const text = `The certificate of ${host}${way} is not trusted: ${renderFailure(answer)}`
    throw unreachable(text, subject, renderCure(answer))
  }
  return { passing: (tries) => buildUnreachable(answer, host, subject, tries) }
}

/** Whether the host was not believed to be itself. */
export function isUntrusted(answer: NoAnswer): boolean {
  return !answer.proxyFailure && !isRefusedClient(answer) && /CERT|VERIFY/.test(answer.failure)
}

/** Whether nobody is at the address. */
export function isNobodyThere({ failure, proxyFailure }: NoAnswer): boolean {
  return proxyFailure === undefined && nobody.has(failure)
}

const nobody = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH'])

/**
 * Throws PROXY_FAILED for the answer of a proxy in place of the host's: a page where JSON was asked for, with a status
 * by which such pages come, or a redirect to a host that is not Salesforce's. A file's content may be redirected.
 */
export function validateNotBlocked(answer: HttpAnswer, host: string, subject: Subject, isContent = false): void {
  const { status, via } = answer
  const said =
    via === undefined ? undefined : (readPage(answer) ?? (isContent ? undefined : readRedirect(answer, host)))
  if (said === undefined) return
  const text = `${said} came through the proxy ${via} instead of an answer of ${host} (HTTP ${status})`
  throw new ExtractError('PROXY_FAILED', about(subject, text), {
    hint:
      `Where that is the proxy's, ask those who run it to let ${host} through. Where it is of the host itself, the name ` +
      `is not that of an org. ${hints.domain}`,
    details: { ...buildDetails(subject), httpStatus: status },
  })
}

function readPage({ status, body }: HttpAnswer): string | undefined {
  return blockStatuses.has(status) && isWebPage(body) ? `The page "${readError(status, body).message}"` : undefined
}

/** 404 is how Salesforce says, with a page, that an org is not there. */
const blockStatuses = new Set([200, 401, 403, 407, 451])

/** Never the whole address, which can carry a session. */
function readRedirect({ status, headers }: HttpAnswer, host: string): string | undefined {
  const { location = '' } = headers
  if (status < 300 || status >= 400 || !URL.canParse(location)) return undefined
  const url = new URL(location)
  return url.host === host || salesforceHost.test(url.hostname) ? undefined : `A redirect to ${url.host}`
}

const salesforceHost = /(?:^|\.)(?:(?:salesforce|force|salesforce-setup)\.(?:com|mil)|(?:sfcrmapps|sfcrmproducts)\.cn)$/

function classifyProxyFailure(failure: ProxyFailure, via: string, url: string, subject: Subject): Outcome<never> {
  const { hostname, port } = new URL(url)
  const { answer } = failure
  const said = answer === undefined || answer.page.length === 0 ? undefined : readError(answer.status, answer.page)
  const page = said?.message === `HTTP ${said?.status}` ? undefined : said?.message
  const { text, cure, canPass } = describeFailure(failure, via, `${hostname}:${port || '443'}`, page)
  const build = (tries: number) =>
    new ExtractError('PROXY_FAILED', about(subject, `${text}${renderTries(tries)}`), {
      hint: cure,
      details: { ...buildDetails(subject), ...(answer && { httpStatus: answer.status }) },
    })
  if (!canPass) throw build(1)
  return { passing: build }
}

/**
 * Whether the server refuses the client's certificate, or the lack of one, by an alert of TLS (RFC 8446, "Alert
 * Protocol"). Up to TLS 1.2 a lack is no more than a failed handshake.
 */
function isRefusedClient({ failure, message }: NoAnswer): boolean {
  return alerts.test(`${failure} ${message}`.replaceAll('_', ' '))
}

const alerts = /alert (?:(?:bad|unsupported) certificate|certificate \w+|unknown ca|handshake failure|access denied)/i

const clientCertificate =
  'Set client_cert and client_key of the connector to the certificate that Setup > Certificate and Key Management > ' +
  'Mutual Authentication Certificates has, its chain behind it in the same file, and to its private key. Check that it ' +
  'has not run out. For API calls with a certificate, Salesforce has port 8443: login_url: https://MYDOMAIN.my.salesforce.com:8443.'

function renderCure({ failure, via }: NoAnswer): string {
  if (failure === 'ERR_TLS_CERT_ALTNAME_INVALID') return hints.domain
  if (failure === 'CERT_HAS_EXPIRED' || failure === 'CERT_NOT_YET_VALID') {
    return `Check this machine's date. If that is right, whoever shows the certificate has to renew it. ${renderNetworkHint(via)}`
  }
  return hints.certificate
}

function unreachable(text: string, subject: Subject, hint: string): ExtractError {
  return new ExtractError('ORG_UNREACHABLE', about(subject, text), { hint, details: buildDetails(subject) })
}
