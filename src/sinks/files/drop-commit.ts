import { isDeepStrictEqual } from 'node:util'
import { join } from 'node:path'
import { removeDurably } from '../../durable-files.js'
import { parseKey } from '../../state/keys.js'
import { joinChanges } from '../../state/stores/pieces.js'
import { keepSent } from '../../state/sent.js'
import type { State } from '../../state/state.js'
import { exists, takeBack, type Manifest } from './manifest.js'

/**
 * Drops a commit that was cut short and is not for the state any more: what its parts hold is read again, so they don't
 * get their names, or lose those they have got. Where a reader may have seen them, what went out stays known to the
 * state given; without one the commit was another destination's. Parts that the state does count as written stay.
 */
export async function dropCommit(path: string, folder: string, manifest: Manifest, state?: State): Promise<void> {
  const staged = await Promise.all(manifest.parts.map((part) => exists(join(folder, part.staged))))
  const isMoved = !staged.includes(true)
  if (isMoved && (state === undefined || (await isApplied(manifest, state)))) return removeDurably(path)
  if (state !== undefined && staged.includes(false)) await noteSent(manifest, state)
  await takeBack(path, folder, manifest.parts)
}

/**
 * Whether the crash came after the changes, and no reset since. No run into the folder has begun since, so that
 * objects stand as they were left. One that stands as the commit left it is enough: a store may write one by one.
 */
async function isApplied({ changes }: Manifest, state: State): Promise<boolean> {
  const whole = await joinChanges(state, changes)
  const objects = whole.filter(({ key }) => parseKey(key).kind === 'object')
  for (const { key, value } of objects.length > 0 ? objects : whole) {
    if (isDeepStrictEqual(await state.read(key), value)) return true
  }
  return false
}

async function noteSent({ changes }: Manifest, state: State): Promise<void> {
  for (const { key, value } of await joinChanges(state, changes)) await state.write(await keepSent(state, key, value))
}
