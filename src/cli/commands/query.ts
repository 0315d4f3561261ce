import type { Command } from 'commander'
import type { Row } from '../../terms.js'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about: 'Runs one SOQL statement and writes each record as a line of JSON. Child lists are read to their end.',
  examples: [
    ['sf-extract query "SELECT Id, Name FROM Account LIMIT 10"', 'ten accounts'],
    ['sf-extract query "SELECT COUNT() FROM Case"', '{"totalSize":1234}'],
    ['sf-extract query --all-rows "SELECT Id FROM Lead WHERE IsDeleted = true"', 'what is in the recycle bin'],
  ],
}

const flags: readonly Flag[] = [
  ['--all-rows', 'deleted and archived records too (queryAll)'],
  ['--datasource <name>', 'the org of this datasource, where several are configured'],
]

interface QueryFlags extends CommonFlags {
  allRows?: boolean
  datasource?: string
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Writes every record of the statement to stdout, page by page as stdout takes them. */
export async function handle(
  { allRows, ...given }: QueryFlags,
  terminal: Terminal,
  [soql = '']: string[],
): Promise<number> {
  if (soql.trim() === '') throw await emptyStatement()
  const { withContext } = await import('../command-context.js')
  const { writeOut } = await import('../terminal/output.js')
  const { completeChildLists } = await import('../../sync/records/child-lists.js')
  const { renderChunks } = await import('../../sinks/formats/ndjson.js')
  return withContext(given, terminal, async (context) => {
    const org = await context.org(context.connector(given.datasource))
    const sobject = outerObject(soql)
    const result = org.query({ sobject, soql, scope: allRows ? 'all' : 'live' })
    for await (const { rows, totalSize } of result.pages()) {
      for (const row of rows) await completeChildLists(org, row, sobject)
      const lines = isCount.test(soql) ? [{ totalSize }] : rows.map(withoutAttributes)
      for (const chunk of renderChunks(lines)) await writeOut(terminal, chunk)
    }
    return 0
  })
}

async function emptyStatement(): Promise<Error> {
  const { ExtractError } = await import('../../errors/extract-error.js')
  return new ExtractError('USAGE', 'the statement is empty')
}

/** `SELECT COUNT()` answers a number and no rows. */
const isCount = /^\s*select\s+count\s*\(\s*\)/i

/** The sObject on whose account the calls go: that of the outer FROM. */
function outerObject(soql: string): string {
  return /\bfrom\s+(\w+)/i.exec(soql.replaceAll(/\([^()]*\)/g, ' '))?.[1] ?? 'query'
}

/** A row as a person asked for it: `attributes` is Salesforce's own, and a child list is its records. */
function withoutAttributes(value: Row): Row {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (name === 'attributes' ? [] : [[name, cleaned(inner)]])),
  )
}

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned)
  return typeof value === 'object' && value !== null ? withoutAttributes(value as Row) : value
}
