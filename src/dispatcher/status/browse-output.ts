import { isTargetName } from '../../config/targets/target-forms.js'
import { readKeptTree } from '../../browse/kept-tree.js'
import { readPreview } from '../../browse/preview.js'
import { renderPath } from '../../browse/tree.js'
import { findFolder, stdoutPlace } from '../../runs/destination.js'
import { destinationState } from '../../state/destinations.js'
import type { State } from '../../state/state.js'
import type { RecordDocument } from '../../terms.js'
import type { Browse } from './browse.js'
import type { RecordPreview } from './snapshot.js'

/**
 * Directories and counts from the state; records from the folder that they are written to, or none where they go
 * elsewhere: `place` is a folder or the name of a target, undefined for stdout.
 */
export function browseOutput(state: State, place: string | undefined): Browse {
  const folder = place === undefined || isTargetName(place) ? undefined : place
  return {
    async directories(datasource) {
      const destination = await findFolder(place ?? stdoutPlace, datasource, state)
      if (destination === undefined) return []
      const kept = await readKeptTree(destinationState(state, destination), datasource)
      return kept.map((directory) => ({ ...directory, path: renderPath(directory.group, directory.title) }))
    },
    records:
      folder === undefined
        ? undefined
        : async (datasource, directory) =>
            (await readPreview(folder, directory, { datasource, ...previewed })).map(buildPreview),
  }
}

/** What a person looks through, and what is read in a moment. */
const previewed = { limit: 10, maxBytes: 1024 * 1024 }

const textLength = 400

function buildPreview({ id, type, title, updated, url, tags, content, summary }: RecordDocument): RecordPreview {
  const text = content === '' ? summary : content
  return { id, type, title, updated, url, tags, text: shorten(text) }
}

/** At whole characters. */
function shorten(text: string | undefined): string | undefined {
  if (text === undefined || text.length <= textLength) return text
  return `${text.slice(0, textLength).replace(/[\uD800-\uDBFF]$/, '')}…`
}
