import type { TargetAddress, TargetLogin } from '../../config/targets/target-address.js'
import { keepSecret } from '../../errors/redact.js'
import { readSecret, type SecretContext } from '../../org/login/secrets/read-secret.js'
import type { TargetPlace } from '../../sinks/targets/target.js'

/** The address with the texts of its secrets. Throws SECRET_UNREADABLE and INTERRUPTED. */
export async function readTargetLogin(
  { login, ...address }: TargetAddress,
  context: Omit<SecretContext, 'folder'>,
): Promise<TargetPlace> {
  return { ...address, login: await readTexts(login, context) }
}

async function readTexts(
  { user, password: givenPassword, apiKey: givenKey, folder = process.cwd() }: TargetLogin,
  context: Omit<SecretContext, 'folder'>,
): Promise<TargetPlace['login']> {
  const read = async (secret: typeof givenKey, name: string) =>
    secret === undefined || secret === '' ? undefined : readSecret(secret, name, { ...context, folder })
  const [password, apiKey] = [await read(givenPassword, 'to_password'), await read(givenKey, 'to_api_key')]
  if (user !== undefined) keepSecret(Buffer.from(`${user}:${password ?? ''}`).toString('base64'))
  return { user, password, apiKey }
}
