import path from 'node:path'
import type { Command } from 'commander'
import type { CheckResult } from '../../runs/check/check-result.js'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import { loginFlags } from '../flags/setting-flags.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about:
    'Tries everything a run needs, at a call or two an object: configuration, state, login, objects, names in the ' +
    'settings, conditions, quota. All problems are listed, and nothing is changed.',
  examples: [
    ['sf-extract check', 'every datasource and its org'],
    ['sf-extract check --output documents', 'and whether this folder can be written to'],
    ['sf-extract check --to sqlite:documents.db', 'and whether this target answers, takes the login and is fit'],
    ['sf-extract check --offline', 'what can be checked without the network: configuration, state'],
    ['sf-extract check --datasource crm --json', 'one datasource, as a JSON array'],
  ],
}

const flags: readonly Flag[] = [
  ['--datasource <name...>', 'only this one, by id or name; repeatable'],
  ['--output <dir>', 'for runs into this folder, which is tried too'],
  ['--to <target>', 'for runs into this target, which is asked whether it is ready'],
  ['--offline', 'no call: configuration, state and output alone'],
  ['--json', 'a JSON array instead of lines'],
  ...loginFlags,
]

interface CheckFlags extends CommonFlags {
  datasource?: string[]
  output?: string
  to?: string
  offline?: boolean
  json?: boolean
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Writes a line per result to stdout, as it is known. The exit code is that of the first failure. */
export async function handle({ json, ...given }: CheckFlags, terminal: Terminal): Promise<number> {
  const { check } = await import('../../runs/check/check.js')
  const { exitCodeOf } = await import('../exit-code-of.js')
  const { writeOut, writeText } = await import('../terminal/output.js')
  const { marksFor } = await import('../printer/marks.js')
  const { withContext } = await import('../command-context.js')
  const { validateOnePlace } = await import('../flags/output-place.js')
  validateOnePlace(given)
  const marks = marksFor(terminal.env)
  return withContext({ ...given, quiet: true }, terminal, async (context) => {
    const { config, log } = context
    const { clock, signal, env, cwd } = terminal
    const { datasource, output, offline = false } = given
    const datasources = datasource === undefined ? undefined : context.datasources({ datasource, force: true })
    const folder = output === undefined ? undefined : path.resolve(cwd, output)
    const target = output === undefined ? config.extract.target : undefined
    const results: CheckResult[] = []
    await check({ config, log, clock, signal, env, datasources, folder, target, offline }, async (result) => {
      results.push(result)
      const { outcome, subject, text, hint } = result
      const line = `${marks[outcome].padEnd(marks.bad.length)} ${subject}: ${text}\n`
      if (!json) await writeText(terminal, hint === undefined ? line : `${line}  hint: ${hint}\n`)
    })
    if (json) await writeOut(terminal, `${JSON.stringify(results)}\n`)
    const failure = results.find(({ code }) => code !== undefined)
    return failure?.code === undefined ? 0 : exitCodeOf(failure.code)
  })
}
