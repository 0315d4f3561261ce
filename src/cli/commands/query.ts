import type { Command } from 'commander'
import type { Org } from '../../org/org.js'
import type { Row } from '../../terms.js'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import { loginFlags } from '../flags/setting-flags.js'
import { rowFormatNames } from '../flags/words.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about:
    'Runs one SOQL statement, from the argument, a file, or standard input with -. All pages are read, child lists to ' +
    'their end.',
  examples: [
    ['sf-extract query "SELECT Id, Name FROM Account LIMIT 10"', 'ten accounts, a JSON object a line'],
    ['sf-extract query --format csv --output leads.csv "SELECT Id, Name, Owner.Name FROM Lead"', 'a CSV file'],
    ['sf-extract query --format table --file open-cases.soql', 'columns, with the statement from a file'],
    ['echo "SELECT COUNT() FROM Case" | sf-extract query -', '{"totalSize":1234}'],
    ['sf-extract query --all-rows "SELECT Id FROM Lead WHERE IsDeleted = true"', 'what is in the recycle bin'],
  ],
}

const flags: readonly Flag[] = [
  ['--format <name>', 'ndjson (default), json (one array), csv, or table', rowFormatNames],
  ['--file <file>', 'read the statement from this file'],
  ['--output <file>', 'write to this file instead of stdout'],
  ['--all-rows', 'deleted and archived records too (queryAll)'],
  ['--datasource <name>', 'the org of this datasource, where several are configured'],
  ...loginFlags,
]

interface QueryFlags extends CommonFlags {
  allRows?: boolean
  datasource?: string
  file?: string
  format?: string
  output?: string
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Writes every record of the statement, page by page as its reader takes them. Throws SOQL_INVALID, USAGE. */
export async function handle(given: QueryFlags, terminal: Terminal, [argument]: string[]): Promise<number> {
  const { parseChoice } = await import('../flags/flag-values.js')
  const { rowFormats } = await import('../query/row-formats.js')
  const { readStatement } = await import('../query/read-statement.js')
  const { asInvalidSoql } = await import('../query/invalid-soql.js')
  const { openTextOutput } = await import('../query/output-file.js')
  const { withContext } = await import('../command-context.js')
  // The setting of that name is of documents, and this of rows.
  const { format: name = 'ndjson', ...others } = given
  const format = rowFormats[parseChoice('--format', name, rowFormatNames)]
  const soql = await readStatement(argument, given.file, terminal)
  return withContext(others, terminal, async (context) => {
    const org = await context.org(context.connector(given.datasource))
    const output = await openTextOutput(given.output, terminal)
    const rows = format(soql)
    try {
      for await (const page of readPages(org, soql, given.allRows === true)) await output.write(rows.page(page))
      await output.write(rows.end())
      await output.close()
    } catch (error) {
      await output.discard()
      throw asInvalidSoql(error)
    }
    return 0
  })
}

/** The rows of each page, whole. */
async function* readPages(org: Org, soql: string, isEverything: boolean): AsyncGenerator<Row[]> {
  const { completeChildLists } = await import('../../sync/records/child-lists.js')
  const { withoutAttributes } = await import('../query/without-attributes.js')
  const sobject = outerObject(soql)
  const result = org.query({ sobject, soql, scope: isEverything ? 'all' : 'live' })
  for await (const { rows, totalSize } of result.pages()) {
    for (const row of rows) await completeChildLists(org, row, sobject)
    yield isCount.test(soql) ? [{ totalSize }] : rows.map(withoutAttributes)
  }
}

/** `SELECT COUNT()` answers a number and no rows. */
const isCount = /^\s*select\s+count\s*\(\s*\)/i

/** The sObject on whose account the calls go: that of the outer FROM. */
function outerObject(soql: string): string {
  return /\bfrom\s+(\w+)/i.exec(soql.replaceAll(/\([^()]*\)/g, ' '))?.[1] ?? 'query'
}
