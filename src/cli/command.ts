/** The frame of a command: its help, flags and handler as commander takes them. Loaded by --help, so it is light. */
import type { Command } from 'commander'
import type { LogFlags } from './flags/log-options.js'
import type { Terminal } from './terminal/terminal.js'

/** What --help shows of a command besides its summary in commands.ts. */
export interface HelpText {
  /** What stands above the flags. */
  about: string
  /** A command line and what it does. */
  examples: [line: string, effect: string][]
}

/** A flag as commander reads it (`--limit <n>`) and its help. */
export type Flag = [flags: string, help: string]

/** The flags every command takes. */
export interface CommonFlags extends LogFlags {
  config?: string
}

/** What a command does: takes its flags, gives the exit code. Throws ExtractError. */
export type Handler<Flags extends CommonFlags> = (flags: Flags, terminal: Terminal, args: string[]) => Promise<number>

/** Hands a command's handler to the command line, which gives it the terminal and keeps the exit code. */
export type Act = <Flags extends CommonFlags>(handler: Handler<Flags>) => (this: Command) => Promise<void>

/** Gives a command its help, its flags, and those every command takes. */
export function addHelp(command: Command, { about, examples }: HelpText, flags: readonly Flag[]): Command {
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
  ['--quiet', 'show only errors, and warnings of data that may be missing'],
  ['--log-level <level>', 'error, warn, info (default), or debug, which logs each API call'],
  ['--log-format <format>', 'text (default) or json: one JSON object a line on stderr'],
]

function renderExample([line, effect]: [string, string]): string {
  return `  ${line}\n      ${effect}`
}
