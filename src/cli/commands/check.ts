import type { Command } from 'commander'
import type { Finding } from '../../runs/check.js'
import { addWords, type Act, type CommonFlags, type Flag, type Words } from '../command.js'
import type { Terminal } from '../terminal/terminal.js'

const words: Words = {
  about: 'Checks that everything a run needs is there: configuration, login, objects, fields, quota. Changes nothing.',
  examples: [
    ['sf-extract check', 'every datasource and its org'],
    ['sf-extract check --datasource crm --json', 'one datasource, as a JSON array'],
  ],
}

const flags: readonly Flag[] = [
  ['--datasource <name...>', 'only this one, by id or name; repeatable'],
  ['--json', 'a JSON array instead of lines'],
]

interface CheckFlags extends CommonFlags {
  datasource?: string[]
  json?: boolean
}

/** Gives the command its words and flags, and what it does. */
export function register(command: Command, act: Act): void {
  addWords(command, words, flags).action(act(run))
}

/** Writes a line per finding to stdout, as it is found. The exit code is that of the first failure. */
export async function run({ json, ...given }: CheckFlags, terminal: Terminal): Promise<number> {
  const { inspect } = await import('../../runs/check.js')
  const { exitCodeOf } = await import('../exit-codes.js')
  const { redact } = await import('../../errors/redact.js')
  const { writeOut } = await import('../terminal/output.js')
  const { marksFor } = await import('../printer/marks.js')
  const { withRooms } = await import('../command-context.js')
  const marks = marksFor(terminal.env)
  return withRooms({ ...given, quiet: true }, terminal, async (rooms) => {
    const findings: Finding[] = []
    for await (const finding of inspect(given.datasource, rooms, terminal)) {
      findings.push(finding)
      const { outcome, subject, text, hint } = finding
      const line = `${marks[outcome].padEnd(marks.bad.length)} ${subject}: ${text}\n`
      if (!json) await writeOut(terminal, redact(hint === undefined ? line : `${line}  hint: ${hint}\n`))
    }
    if (json) await writeOut(terminal, `${JSON.stringify(findings)}\n`)
    const failure = findings.find(({ code }) => code !== undefined)
    return failure?.code === undefined ? 0 : exitCodeOf(failure.code)
  })
}
