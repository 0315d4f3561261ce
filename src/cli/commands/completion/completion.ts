import type { Command } from 'commander'
import { addHelp, type Act, type CommonFlags, type HelpText } from '../../command.js'
import { shells } from '../../flags/words.js'
import type { Terminal } from '../../terminal/terminal.js'

const help: HelpText = {
  about:
    'Prints a script that has the shell complete commands, flags and their values, datasources, and objects that a run ' +
    'has seen. No completion makes a call to the org.',
  examples: [
    ['source <(sf-extract completion bash)', 'in ~/.bashrc; of macOS: eval "$(sf-extract completion bash)"'],
    ['source <(sf-extract completion zsh)', 'in ~/.zshrc, after compinit'],
    ['sf-extract completion fish > ~/.config/fish/completions/sf-extract.fish', 'once'],
  ],
}

/** Gives the command its help and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, []).action(act(handle))
}

/** Writes the script to stdout. Throws USAGE for another shell. */
export async function handle(_given: CommonFlags, terminal: Terminal, [shell = '']: string[]): Promise<number> {
  const { parseChoice } = await import('../../flags/flag-values.js')
  const { scripts } = await import('../../completion/scripts.js')
  const { writeOut } = await import('../../terminal/output.js')
  await writeOut(terminal, scripts[parseChoice('completion', shell, shells)])
  return 0
}
