import { isExtractError } from '../../errors/extract-error.js'
import { parseKey } from '../../state/keys.js'
import type { State } from '../../state/state.js'

/**
 * The objects that are handed, or may be where that can't be read any more, into whatever destination: of one
 * datasource, or of all. They stay so while the datasources' locks are held.
 */
export async function listHandedLanes(
  state: State,
  datasource?: string,
): Promise<{ datasource: string; object: string }[]> {
  const keys = (await state.keys('')).map((key) => ({ key, ...parseKey(key) }))
  const lanes = new Map<string, { datasource: string; object: string }>()
  for (const { key, kind, parts, pendingOf } of keys) {
    const [own = ''] = parts
    if (kind !== 'handed' || pendingOf !== undefined || (datasource ?? own) !== own) continue
    const read = () =>
      keys.filter((each) => each.kind === 'object' && each.parts[0] === own).map((each) => each.parts[1]!)
    for (const object of (await loadNames(state, key)) ?? read())
      lanes.set(`${own}/${object}`, { datasource: own, object })
  }
  return [...lanes.values()]
}

async function loadNames(state: State, key: string): Promise<string[] | undefined> {
  try {
    return Object.keys(((await state.read(key)) as object | undefined) ?? {})
  } catch (error) {
    if (isExtractError(error, 'STATE_BROKEN')) return undefined
    throw error
  }
}
