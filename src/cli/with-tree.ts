import path from 'node:path'
import { openFilesTree } from '../browse/files-tree.js'
import { openOrgTree } from '../browse/org-tree.js'
import type { DocumentTree } from '../browse/tree.js'
import { ExtractError } from '../errors/extract-error.js'
import type { CommonFlags } from './command.js'
import { withContext } from './command-context.js'
import type { Terminal } from './terminal/terminal.js'

export interface TreeFlags extends CommonFlags {
  datasource?: string
  output?: string
}

/**
 * Hands `work` the directories of written files, for which no configuration is needed, or those of a datasource's org.
 */
export async function withTree<T>(
  flags: TreeFlags,
  terminal: Terminal,
  work: (tree: DocumentTree) => Promise<T>,
): Promise<T> {
  const { datasource, output } = flags
  if (output === '-') throw stdoutKeepsNothing()
  if (output !== undefined) return work(openFilesTree(path.resolve(terminal.cwd, output), datasource))
  return withContext(flags, terminal, async (context) => {
    const [chosen] = context.datasources({
      ...(datasource === undefined ? {} : { datasource: [datasource] }),
      force: true,
    })
    const org = await context.org(context.connectorOf(chosen!))
    const { clock } = terminal
    return work(
      await openOrgTree(chosen!, { org, state: await context.lookingState(), clock, settings: context.config.extract }),
    )
  })
}

function stdoutKeepsNothing(): ExtractError {
  return new ExtractError('USAGE', '--output - is standard output, which keeps no documents to look at', {
    hint: 'Name the folder that `sf-extract sync --output` wrote to, or leave --output out to look at the org.',
  })
}
