import type { Command } from 'commander'
import type { Entry, Found } from '../../browse/tree.js'
import { addHelp, type Act, type Flag, type HelpText } from '../command.js'
import { loginFlags } from '../flags/setting-flags.js'
import type { Terminal } from '../terminal/terminal.js'
import type { TreeFlags } from '../with-tree.js'

const help: HelpText = {
  about: 'Lists what is below a path: directories, or records by id, title and last change, the newest first.',
  examples: [
    ['sf-extract ls', 'Standard Objects/ and Custom Objects/'],
    ['sf-extract ls "/Standard Objects/Account/" --limit 10', 'the ten accounts changed last'],
    ['sf-extract ls account --output ./documents --json', 'the same from written files, as JSON'],
  ],
}

const flags: readonly Flag[] = [
  ['--limit <n>', 'how many records at most (default: 50)'],
  ['--datasource <name>', 'id or name; may be left out where only one is configured'],
  ['--output <dir>', 'look at files that sync wrote under this folder'],
  ['--json', 'a JSON array instead of text'],
  ...loginFlags,
]

interface LsFlags extends TreeFlags {
  limit?: string
  json?: boolean
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Writes the list to stdout. Throws USAGE, with a suggestion, for a path there isn't. */
export async function handle(given: LsFlags, terminal: Terminal, [path = '/']: string[]): Promise<number> {
  const { parseCount } = await import('../flags/flag-values.js')
  const { findPath } = await import('../../browse/tree.js')
  const { logNote } = await import('../terminal/terminal.js')
  const { renderCount } = await import('../printer/amounts.js')
  const { withTree } = await import('../with-tree.js')
  const { writeOut, writeText } = await import('../terminal/output.js')
  const limit = parseCount('--limit', given.limit) ?? 50
  return withTree(given, terminal, async (tree) => {
    const found = findPath(path, await tree.folders())
    const print = given.json ? writeOut : writeText
    if (!('folder' in found)) {
      await print(terminal, `${await renderFolders(found, given.json)}\n`)
      return 0
    }
    // One more than is shown tells whether there are more.
    const entries = await tree.entries(found.folder, limit + 1)
    await print(terminal, `${await renderEntries(entries.slice(0, limit), given.json)}\n`)
    if (entries.length > limit) {
      logNote(
        terminal,
        given,
        `note: only the newest ${renderCount(limit)} are listed; --limit ${limit * 10} lists more.`,
      )
    }
    return 0
  })
}

async function renderFolders(found: Exclude<Found, { folder: unknown }>, json = false): Promise<string> {
  const { renderPath } = await import('../../browse/tree.js')
  const paths =
    'groups' in found ? found.groups.map((group) => [group]) : found.folders.map(({ group, title }) => [group, title])
  if (json)
    return JSON.stringify(paths.map((path) => ({ type: 'folder', title: path.at(-1), path: renderPath(...path) })))
  return paths.map((path) => `${path.at(-1)}/`).join('\n')
}

async function renderEntries(entries: Entry[], json = false): Promise<string> {
  if (json) return JSON.stringify(entries)
  const { renderTable } = await import('../printer/table.js')
  const columns = [{ title: 'id' }, { title: 'title' }, { title: 'updated' }]
  return renderTable(
    columns,
    entries.map(({ id, title, updated = '-' }) => [id, title, updated.replace('.000Z', 'Z')]),
  )
}
