import type { Command } from 'commander'
import type { CountedFolder } from '../../browse/tree.js'
import { addWords, type Act, type CommonFlags, type Flag, type Words } from '../command.js'
import type { Terminal } from '../terminal/terminal.js'

const words: Words = {
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
]

interface TreeFlags extends CommonFlags {
  datasource?: string
  output?: string
  json?: boolean
}

/** Gives the command its words and flags, and what it does. */
export function register(command: Command, act: Act): void {
  addWords(command, words, flags).action(act(run))
}

/** Writes the tree to stdout. */
export async function run(given: TreeFlags, terminal: Terminal): Promise<number> {
  const { withShelf } = await import('../with-tree.js')
  const { writeOut } = await import('../terminal/output.js')
  const { renderPath } = await import('../../browse/tree.js')
  return withShelf(given, terminal, async (shelf) => {
    const folders = await shelf.count(await shelf.folders())
    const listed = folders.map(({ group, title, ...counted }) => ({ path: renderPath(group, title), ...counted }))
    await writeOut(terminal, given.json ? `${JSON.stringify(listed)}\n` : renderTree(folders))
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
  const amount = count === undefined ? `? ${problem}` : count.toLocaleString('en-US').padStart(9)
  return `${isLast ? '└──' : '├──'} ${`${title}/`.padEnd(width)}${amount}`
}
