// npm run man: writes man/sf-extract.1 anew from the commands, their flags, the settings' variables and the exit codes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Command, type Option } from 'commander'
import { addCommonFlags, type Act } from '../src/cli/command.js'
import { commands, type CommandEntry } from '../src/cli/commands.js'
import { exitCodes } from '../src/cli/exit-codes.js'
import { settingGroups } from '../src/config/settings/setting-groups.js'

export const manPage = 'man/sf-extract.1'

/** The page in the language of man(7). It has no date, so that it changes only with what it tells. */
export async function renderManPage(): Promise<string> {
  const { version, description } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, string>
  const sections = await Promise.all(commands.map(renderCommand))
  return `.\\" Made by scripts/man-page.ts.
.TH SF\\-EXTRACT 1 "" "sf\\-extract ${version}" "User Commands"
.SH NAME
sf\\-extract \\- incremental extractor of Salesforce records
.SH SYNOPSIS
.B sf\\-extract
.I command
.RI [ flags ]
.SH DESCRIPTION
${escape(description!)}
.PP
Data goes to standard output; progress, summaries and errors go to standard error. Settings come from the nearest
coco.yml or .salesforcerc, the environment and flags, the later overriding the earlier.
.SH COMMANDS
${sections.join('')}.SH COMMON FLAGS
Every command takes them, before or after its name.
${commonFlags().map(renderFlag).join('')}.SH EXIT STATUS
${renderExitCodes()}.SH ENVIRONMENT
${renderVariables()}.SH FILES
.TP
.I coco.yml\\fR, \\fI.salesforcerc
The configuration, looked for in the working directory and those above it.
.TP
.I .sf\\-extract
The state: watermarks, the field cache, locks.
.SH SEE ALSO
The pages in the folder docs of the package.
`
}

async function renderCommand({ usage, load }: CommandEntry): Promise<string> {
  const command = new Command('sf-extract').command(usage)
  const { register } = await load()
  register(command, noAct)
  const own = command.options.filter(({ long }) => !commonFlags().some((common) => common.long === long))
  const examples = readExamples(command).map(([line, effect]) => `.TP\n.B ${escape(line)}\n${escape(effect)}\n`)
  const shown = examples.length === 0 ? '' : `.PP\nExamples:\n${examples.join('')}`
  return `.SS ${escape(`sf-extract ${usage}`)}\n${escape(command.description())}\n${own.map(renderFlag).join('')}${shown}`
}

const noAct: Act = () => async () => {}

/** What --help has below its flags. */
function readExamples(command: Command): [line: string, effect: string][] {
  let text = ''
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp()
  const [, examples = ''] = text.split('\nExamples:\n')
  return [...examples.matchAll(/^ {2}(\S.*)\n {6}(.*)$/gm)].map(([, line, effect]) => [line!, effect!])
}

function commonFlags(): readonly Option[] {
  const command = new Command()
  addCommonFlags(command)
  return command.options
}

function renderFlag({ flags, description }: Option): string {
  const [name, ...value] = flags.split(' ')
  const shown = value.length === 0 ? '' : ` \\fI${escape(value.join(' '))}\\fR`
  return `.TP\n\\fB${escape(name!)}\\fR${shown}\n${escape(description)}\n`
}

function renderExitCodes(): string {
  const rows = exitCodes.toSorted((a, b) => a.code - b.code)
  return rows.map(({ code, sentence }) => `.TP\n.B ${code}\n${escape(sentence)}\n`).join('')
}

function renderVariables(): string {
  const rows = settingGroups.flatMap(({ table }) => Object.values(table))
  const named = rows.flatMap(({ variable, effect }) => (variable === undefined ? [] : [{ variable, effect }]))
  return named.map(({ variable, effect }) => `.TP\n.B ${variable}\n${escape(effect)}\n`).join('')
}

/** Text as it is: no line of it is a request, and its hyphens can be copied. */
function escape(text: string): string {
  const escaped = text.replaceAll('\\', String.raw`\e`).replaceAll('-', String.raw`\-`)
  return escaped.replaceAll(/^(?=[.'])/gm, String.raw`\&`).replaceAll("'", String.raw`\(aq`)
}

if (import.meta.filename === process.argv[1]) {
  mkdirSync('man', { recursive: true })
  writeFileSync(manPage, await renderManPage())
}
