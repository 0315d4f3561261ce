import { createRequire } from 'node:module'
import { Command } from 'commander'
import { addCommonFlags, type Act } from './command.js'
import { commands } from './commands.js'
import { renderExitCodes } from './exit-codes.js'

/** Where help goes: stdout where it is asked for, stderr where it follows a mistake. */
export interface HelpStreams {
  stdout: { write(text: string): unknown }
  stderr: { write(text: string): unknown }
}

/**
 * The commander program. Of the commands only those that the words name are loaded; the others are a name and a
 * summary.
 */
export async function buildProgram(words: string[], act: Act, { stdout, stderr }: HelpStreams): Promise<Command> {
  const program = new Command('sf-extract')
    .description('Reads what changed in a Salesforce org and writes it as NDJSON documents with directory paths.')
    .version(version(), '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // command-line.ts logs it, in its own form.
      outputError: () => {},
    })
  addCommonFlags(program)
  for (const { usage, summary, load } of commands) {
    const command = program.command(usage).summary(summary).description(`${summary}.`)
    if (words.includes(command.name())) (await load()).register(command, act)
  }
  // The scripts of `completion` call it, and nobody else.
  if (words[0] === 'complete') {
    const command = program.command('complete <shell> [words...]', { hidden: true })
    ;(await import('./commands/completion/complete.js')).register(command, act)
  }
  return program.addHelpText('after', renderTail())
}

function renderTail(): string {
  return `\nExit codes:\n${renderExitCodes()}\n\nsf-extract <command> --help has the flags and examples of a command.`
}

function version(): string {
  return (createRequire(import.meta.url)('../../package.json') as { version: string }).version
}
