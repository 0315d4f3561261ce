import { execFileSync } from 'node:child_process'

/**
 * Whether npm reaches its registry: who runs the tests needs no network. With SF_EXTRACT_NEEDS_REGISTRY it has to be
 * reached.
 */
export function reachesRegistry(): boolean {
  if (process.env['SF_EXTRACT_NEEDS_REGISTRY']) return true
  try {
    execFileSync('npm', ['view', 'commander', 'name', '--fetch-retries=0', '--fetch-timeout=20000'], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}
