import { randomUUID } from 'node:crypto'
import type { State } from './state.js'
import { rollbackHeld } from './hold.js'
import { childrenKey, idsIndexKey, keysBelow, objectKey, resetKey, runKey, type IdKind } from './keys.js'

/**
 * Forgets what was read of an object, or of everything in a datasource: the next run reads it as if for the first time.
 * What `--hold` left pending goes too, or `commit` would bring it back; a commit that had begun is finished before, for
 * the other objects. A commit to files that a crash cut short no longer moves the state. The caller holds the
 * datasource's lock.
 */
export async function forgetRead(state: State, datasource: string, object?: string): Promise<void> {
  await rollbackHeld(state, datasource)
  const keys =
    object === undefined
      ? [childrenKey(datasource), runKey(datasource)]
      : [objectKey(datasource, object), ...idKinds.map((kind) => idsIndexKey(kind, datasource, object))]
  const prefixes =
    object === undefined
      ? (['object', ...idKinds, ...idKinds.map((kind) => `${kind}-index` as const)] as const).map((kind) =>
          keysBelow(kind, datasource),
        )
      : idKinds.map((kind) => keysBelow(kind, datasource, object))
  for (const prefix of prefixes) keys.push(...(await state.keys(prefix)))
  const removals = keys.map((key) => ({ key, value: undefined }))
  await state.write([{ key: resetKey(datasource), value: randomUUID() }, ...removals])
}

const idKinds: IdKind[] = ['written', 'deleted', 'signatures']
