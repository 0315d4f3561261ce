import { refuse, renderApiError } from '../http/api-errors.js'
import type { Call, Reply } from '../http/call.js'
import { MISSING_PAGE } from '../http/status-pages.js'
import { lineOf, type SandboxOrg } from '../org.js'
import { answerAsync } from './others/async.js'
import { answerSoap } from './others/soap.js'
import { answerRest, renderError } from './dispatch.js'
import { answerDiscovery, answerIdentity, answerUserinfo } from './login/identity.js'
import { answerIntrospect, answerRevoke } from './login/introspect.js'
import { answerToken } from './login/token.js'

/** Answers a call by the family of addresses it belongs to. What no family has is a page for people, as in an org. */
export function answerCall(org: SandboxOrg, call: Call): Reply {
  try {
    const family = FAMILIES.find(([pattern]) => pattern.test(call.path))
    return family?.[1](org, call) ?? { status: 404, html: MISSING_PAGE }
  } catch (error) {
    return renderError(error)
  }
}

const FAMILIES: [RegExp, (org: SandboxOrg, call: Call) => Reply][] = [
  [/^\/services\/data(?:\/|$)/, answerRest],
  [/^\/services\/oauth2\/token$/, answerToken],
  [/^\/services\/oauth2\/revoke$/, answerRevoke],
  [/^\/services\/oauth2\/introspect$/, answerIntrospect],
  [/^\/services\/oauth2\/userinfo$/, answerUserinfo],
  [/^\/id\/[^/]+\/[^/]+$/, answerIdentity],
  [/^\/\.well-known\/openid-configuration$/, answerDiscovery],
  [/^\/services\/async(?:\/|$)/, answerAsync],
  [/^\/services\/Soap(?:\/|$)/i, answerSoap],
  [/^\/services\/apexrest(?:\/|$)/, answerApex],
]

/** The org has no Apex classes, so none of them answers. */
function answerApex(org: SandboxOrg, call: Call): Reply {
  call.session = org.sessions.check(call.headers['authorization'])
  org.usage.used++
  const name = call.path.split('/')[3] ?? ''
  if (org.faults.strike('apex-forbidden', { line: lineOf(call) })) throw refuse('apexForbidden', name)
  return { status: 404, json: renderApiError(refuse('noApexClass')) }
}
