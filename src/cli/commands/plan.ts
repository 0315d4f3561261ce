import type { Command } from 'commander'
import type { PlanOptions, RunPlan } from '../../sync/plan/preview/preview.js'
import type { Datasource } from '../../config/config-types.js'
import type { CommandContext } from '../command-context.js'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import type { PlaceFlags } from '../flags/output-place.js'
import { loginFlags } from '../flags/setting-flags.js'
import { transports } from '../flags/words.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about: 'Shows per object whether it is read in full or since when, the SOQL, and the calls to expect. Reads no rows.',
  examples: [
    ['sf-extract plan', 'the next run of the only datasource'],
    ['sf-extract plan --output documents', 'the next run into a folder: each has watermarks of its own'],
    ['sf-extract plan --interval 5m', 'and what a run every five minutes costs a day in API calls'],
    ['sf-extract plan --datasource crm --object Account --json', 'one object, as JSON'],
  ],
}

const flags: readonly Flag[] = [
  ['--datasource <name...>', 'id or name, repeatable'],
  ['--all', 'every enabled datasource'],
  ['--object <name...>', 'only these objects of the datasource'],
  ['--output <dir>', 'as for this folder, instead of for stdout'],
  ['--to <target>', 'as for this target'],
  ['--full', 'as for a full run'],
  ['--since <time>', 'as if read from this moment on'],
  ['--reconcile', 'as for a run that compares all Ids'],
  ['--transport <way>', 'as if large loads went by auto, rest or bulk', transports],
  ['--files-dir <dir>', 'as for files that are kept in this folder'],
  ['--force', 'a datasource that is switched off too'],
  ['--interval <duration>', 'also the API calls of a day with a run this often, such as 5m'],
  ['--json', 'a JSON array, with an entry for each datasource, instead of text'],
  ...loginFlags,
]

interface PlanFlags extends CommonFlags {
  datasource?: string[]
  all?: boolean
  object?: string[]
  output?: string
  to?: string
  full?: boolean
  since?: string
  reconcile?: boolean
  transport?: string
  filesDir?: string
  force?: boolean
  interval?: string
  json?: boolean
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Writes the plan of each chosen datasource to stdout; as JSON always an array. */
export async function handle(given: PlanFlags, terminal: Terminal): Promise<number> {
  const { withContext } = await import('../command-context.js')
  const { writeOut, writeText } = await import('../terminal/output.js')
  const { parseInterval } = await import('../flags/flag-values.js')
  const { parseSyncOptions } = await import('../flags/sync-options.js')
  const { exitCodeOfRun } = await import('../exit-code-of.js')
  const { renderPlan } = await import('../plan/plan-text.js')
  const options = { ...parseSyncOptions(given, terminal), intervalMs: parseInterval('--interval', given.interval) }
  return withContext(given, terminal, async (context) => {
    const plans: RunPlan[] = []
    for (const datasource of context.datasources({ all: false, ...given })) {
      plans.push(await planInto(datasource, options, given, context, terminal))
    }
    if (given.json) await writeOut(terminal, `${JSON.stringify(plans)}\n`)
    else await writeText(terminal, plans.map(renderPlan).join('\n'))
    return plans.some(({ failed }) => failed.length > 0) ? exitCodeOfRun({ outcome: 'partial' }) : 0
  })
}

async function planInto(
  datasource: Datasource,
  options: Omit<PlanOptions, 'runId'>,
  given: PlaceFlags,
  context: CommandContext,
  { clock, signal, cwd, env }: Terminal,
): Promise<RunPlan> {
  const { findPlace } = await import('../flags/output-place.js')
  const { validateOutput, viewDestination } = await import('../../runs/destination.js')
  const { findRead } = await import('../../runs/find-read.js')
  const { viewKeptFolder } = await import('../../runs/kept-folder.js')
  const { openDatasourcePipeline } = await import('../../runs/pipeline/open-pipeline.js')
  const { validateSameOrg } = await import('../../runs/same-org.js')
  const { planDatasource } = await import('../../sync/plan/preview/preview.js')
  const connector = context.connectorOf(datasource)
  const org = await context.org(connector)
  const of = {
    state: await context.lookingState({ isNeeded: true }),
    datasource: datasource.id,
    clock,
    full: options.full === true,
  }
  const folder = findPlace(given, context.config, cwd) ?? context.config.extract.target?.name
  await validateOutput(folder)
  const { destination, state } = await viewDestination(folder, of)
  await validateSameOrg(org, { ...of, state })
  const { filesDir } = context.config.extract
  const { log } = context
  const pipeline = await openDatasourcePipeline(datasource, { clock, signal, env, filesDir, log, connector })
  const kept = await viewKeptFolder(filesDir, { datasource, destination, state: of.state })
  const known = { state, pipeline, kept, findRead: (object: string) => findRead(of.state, datasource.id, object) }
  const sync = { ...known, org, clock, signal, listener: {}, settings: context.config.extract }
  try {
    return await planDatasource(datasource, { ...options, runId: '' }, sync)
  } finally {
    await pipeline?.close()
  }
}
