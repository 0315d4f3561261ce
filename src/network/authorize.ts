import type { ProxyAddress } from '../config/proxy-address.js'

/** The header that tells a proxy who asks; none where its address names nobody. */
export function authorize({ credentials }: ProxyAddress): Record<string, string> {
  if (credentials === undefined) return {}
  const { user, password } = credentials
  return { 'proxy-authorization': `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
}
