import type { Command } from 'commander'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../../command.js'
import type { Terminal } from '../../terminal/terminal.js'

const help: HelpText = {
  about:
    'Looks for words in the documents that sync --to sqlite:FILE has written: titles, the part of the text that has the ' +
    'words, paths and links, the best first. No call to the org.',
  examples: [
    ['sf-extract search "acme renewal"', 'documents with both words, in the file that the settings name'],
    [
      'sf-extract search "\\"power failure\\" batter*" --from sqlite:documents.db',
      'two words side by side, and a beginning',
    ],
    ['sf-extract search acme --json --limit 50', 'an object a line'],
  ],
}

const flags: readonly Flag[] = [
  ['--from <target>', 'the file, as sqlite:FILE; that of extract.to where it is left out', ['sqlite:']],
  ['--limit <n>', 'the most documents (10)'],
  ['--json', 'a JSON object a line'],
]

interface SearchFlags extends CommonFlags {
  from?: string
  limit?: string
  json?: boolean
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Writes what was found to stdout. Throws USAGE where there is no file to look through. */
export async function handle(given: SearchFlags, terminal: Terminal, [words = '']: string[]): Promise<number> {
  const { searchTarget } = await import('../../search/search-target.js')
  return searchTarget(words, given, terminal)
}
