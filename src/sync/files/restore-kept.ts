import { endsRun } from '../../errors/extract-error.js'
import type { Row } from '../../terms.js'
import type { ObjectSync } from '../run/object-context.js'
import { fetchContent, fileOf } from './file-content.js'
import { hasVersion } from './file-place.js'

/**
 * Fetches the files again that should lie in the user's folder and don't: somebody has removed them. Their documents
 * stay as they are. One that the org doesn't give stays away. Throws what ends a run.
 */
export async function restoreKept(object: ObjectSync, rows: Row[]): Promise<void> {
  const { plan, run } = object
  if (run.kept === undefined) return
  for (const row of rows) {
    const file = fileOf(row, plan.files!)
    if (file === undefined || (await hasVersion(run.kept, file))) continue
    const { error } = await fetchContent(row, object)
    if (error !== undefined && endsRun(error)) throw error
  }
}
