import type { State } from '../terms.js'
import { childrenKey, keysBelow, objectKey, pendingPrefix, runKey, settlingKey, writtenIndexKey } from './keys.js'

/**
 * Forgets what was read of an object, or of everything in a datasource: the next run reads it as if for the first time.
 * What `--hold` left pending goes too, or `commit` would bring it back. The caller holds the datasource's lock.
 */
export async function forgetRead(state: State, datasource: string, object?: string): Promise<void> {
  const keys =
    object === undefined
      ? [childrenKey(datasource), runKey(datasource)]
      : [objectKey(datasource, object), writtenIndexKey(datasource, object)]
  const prefixes =
    object === undefined
      ? (['object', 'written', 'written-index'] as const).map((kind) => keysBelow(kind, datasource))
      : [keysBelow('written', datasource, object)]
  for (const prefix of [...prefixes, pendingPrefix(datasource)]) keys.push(...(await state.keys(prefix)))
  await state.write([...keys, settlingKey(datasource)].map((key) => ({ key, value: undefined })))
}
