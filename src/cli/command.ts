/** The frame of a command: its help, flags and handler as commander takes them. Loaded by --help, so it is light. */
import { Option, type Command } from 'commander'
import type { LogFlags } from './flags/log-options.js'
import { logFormats, logLevels } from './flags/words.js'
import type { Terminal } from './terminal/terminal.js'

/** What --help shows of a command besides its summary in commands.ts. */
export interface HelpText {
  /** What stands above the flags. */
  about: string
  /** A command line and what it does. */
  examples: [line: string, effect: string][]
}

/** A flag as commander reads it (`--limit <n>`), its help, and where it takes one of a few words, these. */
export type Flag = [flags: string, help: string, words?: readonly string[]]

/** A flag of a command, with the words it takes. */
export type FlagOption = Option & { words?: readonly string[] | undefined }

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
  addFlags(command, flags)
  command.optionsGroup('Common:')
  addCommonFlags(command)
  return command.addHelpText('after', `\nExamples:\n${examples.map(renderExample).join('\n')}`)
}

/** The four flags that stand before or after the command's name alike. */
export function addCommonFlags(command: Command): void {
  addFlags(command, commonFlags)
}

const commonFlags: readonly Flag[] = [
  ['--config <file>', 'the configuration file, instead of the nearest coco.yml or .salesforcerc'],
  ['--quiet', 'show only errors, and warnings of data that may be missing'],
  ['--log-level <level>', 'error, warn, info (default), or debug, which logs each API call', logLevels],
  ['--log-format <format>', 'text (default) or json: one JSON object a line on stderr', logFormats],
]

/** commander's own choices would be in the help once more, and refuse a wrong one in words of their own. */
function addFlags(command: Command, flags: readonly Flag[]): void {
  for (const [flag, help, words] of flags) {
    const option: FlagOption = Object.assign(new Option(flag, help), { words })
    command.addOption(option)
  }
}

function renderExample([line, effect]: [string, string]): string {
  return `  ${line}\n      ${effect}`
}
