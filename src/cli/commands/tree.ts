import type { Command } from 'commander'
import type { CountedFolder } from '../../browse/tree.js'
import { addHelp, type Act, type Flag, type HelpText } from '../command.js'
import { loginFlags } from '../flags/setting-flags.js'
import type { Terminal } from '../terminal/terminal.js'
import { renderCount } from '../printer/amounts.js'
import type { TreeFlags } from '../with-tree.js'

const help: HelpText = {
  about:
    'Shows the directories of a datasource with their number of records, as the org has them or as files hold them.',
  examples: [
    ['sf-extract tree', 'the org of the only datasource, one COUNT() per object'],
    ['sf-extract tree --output ./documents', 'what was written there, without a call to the org'],
  ],
}

const flags: readonly Flag[] = [
  ['--datasource <name>', 'id or name; may be left out where only one is configured'],
  ['--output <dir>', 'look at files that sync wrote under this folder'],
  ['--json', 'a JSON array instead of a tree'],
  ...loginFlags,
]

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Writes the tree to stdout. */
export async function handle(given: TreeFlags & { json?: boolean }, terminal: Terminal): Promise<number> {
  const { withTree } = await import('../with-tree.js')
  const { writeOut, writeText } = await import('../terminal/output.js')
  const { renderPath } = await import('../../browse/tree.js')
  return withTree(given, terminal, async (tree) => {
    const folders = await tree.count(await tree.folders())
    const listed = folders.map(({ group, title, ...counted }) => ({ path: renderPath(group, title), ...counted }))
    if (given.json) await writeOut(terminal, `${JSON.stringify(listed)}\n`)
    else await writeText(terminal, renderTree(folders))
    return 0
  })
}

function renderTree(folders: CountedFolder[]): string {
  const groups = [...new Set(folders.map(({ group }) => group))]
  const width = Math.max(...folders.map(({ title }) => title.length)) + 2
  const lines = groups.map((group) => {
    const inside = folders.filter((folder) => folder.group === group)
    return [`${group}/`, ...inside.map((folder, index) => renderLeaf(folder, width, index === inside.length - 1))].join(
      '\n',
    )
  })
  return `${lines.join('\n\n')}\n`
}

function renderLeaf({ title, count, problem }: CountedFolder, width: number, isLast: boolean): string {
  const amount = count === undefined ? `? ${problem}` : renderCount(count).padStart(9)
  return `${isLast ? '└──' : '├──'} ${`${title}/`.padEnd(width)}${amount}`
}
