import type { Command } from 'commander'
import type { Org } from '../../org/org.js'
import type { SObjectSummary } from '../../terms.js'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import { loginFlags } from '../flags/setting-flags.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about: 'Lists the objects the user may query; with an object, its fields.',
  examples: [
    ['sf-extract describe', 'every object the run-as user may query'],
    ['sf-extract describe account', 'the fields of Account'],
    ['sf-extract describe Invoice__c --json', 'the describe as the org sends it'],
  ],
}

const flags: readonly Flag[] = [
  ['--json', 'JSON: the raw describe of an object, or the list of objects'],
  ['--custom', 'only custom objects or fields'],
  ['--standard', 'only standard objects or fields'],
  ['--datasource <name>', 'the org of this datasource, where several are configured'],
  ...loginFlags,
]

interface DescribeFlags extends CommonFlags {
  json?: boolean
  custom?: boolean
  standard?: boolean
  datasource?: string
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Writes a table, or JSON, to stdout. Throws OBJECT_UNKNOWN with a suggestion. */
export async function handle(
  { datasource, ...given }: DescribeFlags,
  terminal: Terminal,
  [object]: string[],
): Promise<number> {
  const { withContext } = await import('../command-context.js')
  const { writeOut, writeText } = await import('../terminal/output.js')
  return withContext(given, terminal, async (context) => {
    const org = await context.org(context.connector(datasource))
    const summaries = (await org.describeGlobal()).body ?? []
    const text =
      object === undefined
        ? await describeObjects(summaries, given)
        : await describeFields(org, object, summaries, given)
    await (given.json ? writeOut : writeText)(terminal, `${text}\n`)
    return 0
  })
}

async function describeObjects(summaries: SObjectSummary[], { json, ...kinds }: DescribeFlags): Promise<string> {
  const { renderObjects } = await import('../printer/describe-table.js')
  const shown = summaries.filter(({ queryable, custom }) => queryable && isWanted(custom, kinds))
  return json ? JSON.stringify(shown) : renderObjects(shown)
}

async function describeFields(
  org: Org,
  object: string,
  summaries: SObjectSummary[],
  { json, ...kinds }: DescribeFlags,
): Promise<string> {
  const { renderFields } = await import('../printer/describe-table.js')
  const { findObject } = await import('../find-object.js')
  const { renderJson } = await import('../../exact-json.js')
  const name = findObject(
    object,
    summaries.map((summary) => summary.name),
  )
  if (json) return renderJson(await org.describeRaw(name))
  const { body } = await org.describe(name)
  return renderFields((body?.fields ?? []).filter(({ custom }) => isWanted(custom, kinds)))
}

/** Without either filter, or with both, everything is. */
function isWanted(custom: boolean, kinds: Pick<DescribeFlags, 'custom' | 'standard'>): boolean {
  return kinds.custom === kinds.standard || (custom ? kinds.custom === true : kinds.standard === true)
}
