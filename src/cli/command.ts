/** The frame of a command: its words and flags as commander takes them. Loaded for --help, so it stays light. */
import type { Command } from 'commander'
import type { Terminal } from './terminal/terminal.js'

/** What --help says of a command besides its summary in commands.ts. */
export interface Words {
  /** What stands above the flags. */
  about: string
  /** A command line and what it does. */
  examples: [line: string, effect: string][]
}

/** A flag as commander reads it (`--limit <n>`) and its help. */
export type Flag = [flags: string, help: string]

/** The flags every command takes. */
export interface CommonFlags {
  config?: string
  quiet?: boolean
  logLevel?: string
  logFormat?: string
}

/** What a command does: takes its flags, gives the exit code. Throws ExtractError. */
export type Run<Flags extends CommonFlags> = (flags: Flags, terminal: Terminal, args: string[]) => Promise<number>

/** Hands a command's run to the command line, which gives it the terminal and keeps the exit code. */
export type Act = <Flags extends CommonFlags>(run: Run<Flags>) => (this: Command) => Promise<void>

/** Gives a command its words, its flags, and those every command takes. */
export function addWords(command: Command, { about, examples }: Words, flags: readonly Flag[]): Command {
  command.description(about)
  for (const [flag, help] of flags) command.option(flag, help)
  command.optionsGroup('Common:')
  addCommonFlags(command)
  return command.addHelpText('after', `\nExamples:\n${examples.map(renderExample).join('\n')}`)
}

/** The four flags that stand before or after the command's name alike. */
export function addCommonFlags(command: Command): void {
  for (const [flag, help] of commonFlags) command.option(flag, help)
}

const commonFlags: readonly Flag[] = [
  ['--config <file>', 'the configuration file, instead of the nearest coco.yml or .salesforcerc'],
  ['--quiet', 'show only errors'],
  ['--log-level <level>', 'error, warn, info (default), or debug, which logs each API call'],
  ['--log-format <format>', 'text (default) or json: one JSON object a line on stderr'],
]

function renderExample([line, effect]: [string, string]): string {
  return `  ${line}\n      ${effect}`
}
