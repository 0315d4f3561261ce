import type { Api } from './api.js'
import { buildBadAnswer } from '../errors/refusal.js'

/**
 * The newest API version of the org, such as `67.0`. The list needs no login and is not counted as an API call
 * (REST API Developer Guide, "Versions"). Throws BAD_ANSWER where it names none.
 */
export async function fetchLatestVersion(api: Api): Promise<string> {
  const { body } = await api.call({ path: '/services/data', isCounted: false })
  const entries: unknown[] = Array.isArray(body) ? body : []
  const versions = entries.map((entry) => (entry as { version?: unknown } | null)?.version).filter(isVersion)
  const latest = versions.toSorted((a, b) => Number(a) - Number(b)).at(-1)
  if (latest === undefined) throw buildBadAnswer('the list of API versions has no version', {})
  return latest
}

function isVersion(value: unknown): value is string {
  return typeof value === 'string' && /^\d+\.\d$/.test(value)
}
