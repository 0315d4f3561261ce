import { createPublicKey, verify } from 'node:crypto'
import type { SandboxOrg } from '../../org.js'
import { findUser } from './find-user.js'
import type { Granted } from './grant.js'

/** The JWT bearer flow: who signed, for whom, until when, and as which user, with the refusals of the service. */
export function grantJwt({ settings, store, clock }: SandboxOrg, form: URLSearchParams): Granted {
  const assertion = form.get('assertion')
  if (!assertion) return refuse('missing required parameter: assertion', 'invalid_request')
  const claims = readClaims(assertion)
  if (claims === undefined) return refuse('invalid assertion')
  if (claims.iss !== settings.clientId) return refuse('client identifier invalid', 'invalid_client_id')
  if (settings.certificate === undefined || !isSigned(assertion, settings.certificate))
    return refuse('invalid assertion')
  if (![...loginHosts, settings.url].includes(String(claims.aud).replace(/\/$/, '')))
    return refuse('audience is invalid')
  // The guide has assertions live for 3 minutes at most, but those of clients that let them live for longer are taken.
  if (!(Number(claims.exp) > clock.now() / 1000)) return refuse('expired authorization code')
  const user = findUser(store, String(claims['sub']))
  // A user who isn't there is one who has approved nothing.
  if (user === undefined) return refuse("user hasn't approved this consumer")
  return user.values['IsActive'] === false ? refuse('user is inactive', 'inactive_user') : { user, isSigned: false }
}

/** Throws where the text is no certificate or public key for RSA, as PEM. */
export function validateCertificate(pem: string): void {
  if (!pem.includes('-----BEGIN ')) throw new Error("it isn't PEM: there is no -----BEGIN CERTIFICATE-----")
  let type: string | undefined
  try {
    type = createPublicKey(pem).asymmetricKeyType
  } catch (cause) {
    throw new Error('it holds no certificate and no public key that can be read', { cause })
  }
  if (type !== 'rsa') throw new Error(`its key is for ${type ?? 'something else'}, and JWTs are signed with RSA`)
}

const loginHosts = ['https://login.salesforce.com', 'https://test.salesforce.com']

function readClaims(assertion: string): Record<string, unknown> | undefined {
  try {
    const [head, body] = assertion.split('.').map((part) => Buffer.from(part, 'base64url').toString('utf8'))
    const { alg } = JSON.parse(head!) as Record<string, unknown>
    return alg === 'RS256' ? (JSON.parse(body!) as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function isSigned(assertion: string, certificate: string): boolean {
  const [head = '', body = '', signature = ''] = assertion.split('.')
  const key = createPublicKey(certificate)
  return verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))
}

function refuse(description: string, error = 'invalid_grant'): Granted {
  return { refused: [error, description] }
}
