import { createRequire } from 'node:module'
import { Command, type CommanderError } from 'commander'
import { ExtractError } from '../errors/extract-error.js'
import { addCommonFlags, type Act } from './command.js'
import { register as cache } from './commands/cache.js'
import { register as check } from './commands/check.js'
import { register as commit } from './commands/commit.js'
import { register as demo } from './commands/demo.js'
import { register as describe } from './commands/describe.js'
import { register as init } from './commands/init.js'
import { register as ls } from './commands/ls.js'
import { register as plan } from './commands/plan.js'
import { register as query } from './commands/query.js'
import { register as reset } from './commands/reset.js'
import { register as rollback } from './commands/rollback.js'
import { register as sandbox } from './commands/sandbox.js'
import { register as status } from './commands/status.js'
import { register as sync } from './commands/sync.js'
import { register as tree } from './commands/tree.js'
import { renderExitCodes } from './exit-codes.js'
import type { Terminal } from './terminal.js'

/** The commander program with every command, in the order --help lists them. Nothing that a command needs is loaded yet. */
export function buildProgram(act: Act, { stdout, stderr }: Pick<Terminal, 'stdout' | 'stderr'>): Command {
  const program = new Command('sf-extract')
    .description('Reads what changed in a Salesforce org and writes it as NDJSON documents with directory paths.')
    .version(version(), '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // main says it, in its own form.
      outputError: () => {},
    })
    .showHelpAfterError(false)
  addCommonFlags(program)
  for (const register of commands) register(program, act)
  return program.addHelpText(
    'after',
    `\nExit codes:\n${renderExitCodes()}\n\nsf-extract <command> --help has the flags and examples of a command.`,
  )
}

/** What commander found wrong with the command line, in one line. */
export function usageError({ message }: CommanderError): ExtractError {
  const text = message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)/, ': did you mean $1?')
  return new ExtractError('USAGE', text)
}

const commands = [
  sync,
  describe,
  check,
  plan,
  query,
  tree,
  ls,
  status,
  commit,
  rollback,
  reset,
  cache,
  sandbox,
  demo,
  init,
]

function version(): string {
  return (createRequire(import.meta.url)('../../package.json') as { version: string }).version
}
