import { homedir } from 'node:os'
import path from 'node:path'
import { folderOfState } from './open-store.js'

/**
 * The folder for what never leaves the machine: beside a state in a folder; for a store elsewhere among the user's
 * caches.
 */
export function localFolder(name: 'tokens' | 'texts', address: string, env: NodeJS.ProcessEnv): string {
  const besideState = folderOfState(address)
  if (besideState !== undefined) return path.join(besideState, name)
  return path.join(env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'sf-extract', name)
}
