import type { Call } from '../../http/call.js'
import type { SandboxOrg } from '../../org.js'
import type { Refusal } from './grant.js'

/** Why the app isn't who it says it is; undefined where it is. Credentials come in the body or as HTTP Basic. */
export function refuseClient(
  { settings }: SandboxOrg,
  form: URLSearchParams,
  call: Call,
  needsSecret: boolean,
): Refusal | undefined {
  const basic = readBasic(call.headers['authorization'])
  const clientId = basic?.id ?? form.get('client_id')
  const clientSecret = basic?.secret ?? form.get('client_secret')
  if (!clientId) return ['invalid_request', 'missing required parameter: client_id']
  if (clientId !== settings.clientId) return ['invalid_client_id', 'client identifier invalid']
  const isWrong = clientSecret !== settings.clientSecret && (needsSecret || clientSecret !== null)
  return isWrong ? ['invalid_client', 'invalid client credentials'] : undefined
}

function readBasic(authorization: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(/:(.*)/s)
  return { id: decodePart(id), secret: decodePart(secret) }
}

/** RFC 6749 has both parts form-encoded; what isn't is taken as it is. */
function decodePart(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
