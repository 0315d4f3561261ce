import path from 'node:path'
import { openFilesShelf } from '../browse/files-tree.js'
import { openOrgShelf } from '../browse/org-tree.js'
import type { Shelf } from '../browse/tree.js'
import type { CommonFlags } from './command.js'
import { withContext } from './command-context.js'
import type { Terminal } from './terminal/terminal.js'

export interface ShelfFlags extends CommonFlags {
  datasource?: string
  output?: string
}

/**
 * Hands `work` the directories of written files, for which no configuration is needed, or those of a datasource's org.
 */
export async function withShelf<T>(
  flags: ShelfFlags,
  terminal: Terminal,
  work: (shelf: Shelf) => Promise<T>,
): Promise<T> {
  const { datasource, output } = flags
  if (output !== undefined) return work(openFilesShelf(path.resolve(terminal.cwd, output), datasource))
  return withContext(flags, terminal, async (rooms) => {
    const [chosen] = rooms.datasources({
      ...(datasource === undefined ? {} : { datasource: [datasource] }),
      force: true,
    })
    return work(await openOrgShelf(chosen!, rooms, terminal))
  })
}
