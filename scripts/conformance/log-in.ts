import type { Sandbox } from '../../src/sandbox/sandbox.js'

/** A token of the embedded org. */
export async function logIn({ url, clientId, clientSecret }: Sandbox): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  const answer = await fetch(`${url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) })
  return ((await answer.json()) as { access_token: string }).access_token
}
