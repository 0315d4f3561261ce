import type { Command } from 'commander'
import type { Query, Row } from '../../terms.js'
import type { Org } from '../../org/org.js'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about:
    'Runs one SOQL statement and writes each record, as a line of JSON or in another format. Child lists are read to ' +
    'their end. The statement is the argument, a file with --file, or standard input with -.',
  examples: [
    ['sf-extract query "SELECT Id, Name FROM Account LIMIT 10"', 'ten accounts'],
    ['sf-extract query "SELECT COUNT() FROM Case"', '{"totalSize":1234}'],
    ['sf-extract query --file contacts.soql --format csv --output contacts.csv', 'a spreadsheet of every contact'],
    ['echo "SELECT Status, COUNT(Id) FROM Case GROUP BY Status" | sf-extract query - --format table', 'for the eye'],
    ['sf-extract query --all-rows "SELECT Id FROM Lead WHERE IsDeleted = true"', 'what is in the recycle bin'],
  ],
}

const flags: readonly Flag[] = [
  ['--format <name>', 'ndjson (default), json (an array), csv, or table, aligned page by page'],
  ['--file <file>', 'the statement is in this file (- for standard input)'],
  ['--output <file>', 'write to this file instead of stdout; it is there once everything has been written'],
  ['--all-rows', 'deleted and archived records too (queryAll)'],
  ['--datasource <name>', 'the org of this datasource, where several are configured'],
]

interface QueryFlags extends CommonFlags {
  format?: string
  file?: string
  output?: string
  allRows?: boolean
  datasource?: string
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Writes every record of the statement, page by page as the output takes them. Throws SOQL_INVALID. */
export async function handle(given: QueryFlags, terminal: Terminal, [argument]: string[]): Promise<number> {
  const { parseChoice } = await import('../flags/flag-values.js')
  const { rowFormatNames, rowFormats } = await import('../query/row-formats.js')
  const { readStatement } = await import('../query/statement.js')
  const { withContext } = await import('../command-context.js')
  const { withOutput } = await import('../terminal/output-file.js')
  const { readSelection } = await import('../../soql/selection.js')
  const openWriter = rowFormats[parseChoice('--format', given.format ?? 'ndjson', rowFormatNames)]
  const soql = await readStatement(argument, given.file, terminal)
  const query: Query = {
    sobject: readSelection(soql).sobject ?? 'query',
    soql,
    scope: given.allRows ? 'all' : 'live',
  }
  return withContext(given, terminal, async (context) => {
    const org = await context.org(context.connector(given.datasource))
    await withOutput(given.output, terminal, async (write) => {
      const writer = openWriter(soql)
      for await (const rows of pagesOf(query, org)) for (const text of writer.page(rows)) await write(text)
      for (const text of writer.end()) await write(text)
    })
    return 0
  })
}

/** The pages with every child list whole; a count is a page of one row. An empty page is none. */
async function* pagesOf(query: Query, org: Org): AsyncGenerator<Row[]> {
  const { completeChildLists } = await import('../../sync/records/child-lists.js')
  const { explainRefusal } = await import('../query/soql-refused.js')
  try {
    for await (const { rows, totalSize } of org.query(query).pages()) {
      for (const row of rows) await completeChildLists(org, row, query.sobject)
      if (isCount.test(query.soql)) yield [{ totalSize }]
      else if (rows.length > 0) yield rows.map(withoutAttributes)
    }
  } catch (error) {
    throw explainRefusal(error)
  }
}

/** `SELECT COUNT()` gives a number and no rows. */
const isCount = /^\s*select\s+count\s*\(\s*\)/i

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
