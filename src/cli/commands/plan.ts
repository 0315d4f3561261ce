import path from 'node:path'
import type { Command } from 'commander'
import type { PlannedObject, RunPlan } from '../../sync/plan/preview.js'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about: 'Shows per object whether it is read in full or since when, the SOQL, and the calls to expect. Reads no rows.',
  examples: [
    ['sf-extract plan', 'the next run of the only datasource'],
    ['sf-extract plan --output documents', 'the next run into a folder: each has watermarks of its own'],
    ['sf-extract plan --datasource crm --object Account --json', 'one object, as JSON'],
  ],
}

const flags: readonly Flag[] = [
  ['--datasource <name...>', 'id or name, repeatable'],
  ['--all', 'every enabled datasource'],
  ['--object <name...>', 'only these objects of the datasource'],
  ['--output <dir>', 'as for this folder, instead of for stdout'],
  ['--full', 'as for a full run'],
  ['--since <time>', 'as if read from this moment on'],
  ['--force', 'a datasource that is switched off too'],
  ['--json', 'JSON instead of text'],
]

interface PlanFlags extends CommonFlags {
  datasource?: string[]
  all?: boolean
  object?: string[]
  output?: string
  full?: boolean
  since?: string
  force?: boolean
  json?: boolean
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Writes the plan of each chosen datasource to stdout; as JSON one object, or an array where several are asked for. */
export async function handle(given: PlanFlags, terminal: Terminal): Promise<number> {
  const { withContext } = await import('../command-context.js')
  const { writeOut } = await import('../terminal/output.js')
  const { parseSyncOptions } = await import('../flags/sync-options.js')
  const { viewDestination } = await import('../../runs/destination.js')
  const { validateSameOrg } = await import('../../runs/same-org.js')
  const { planDatasource } = await import('../../sync/plan/preview.js')
  const { exitCodeOfRun } = await import('../exit-code-of.js')
  const options = parseSyncOptions(given, terminal)
  return withContext(given, terminal, async (context) => {
    const plans: RunPlan[] = []
    const { clock, signal, cwd } = terminal
    const folder = given.output === undefined ? undefined : path.resolve(cwd, given.output)
    for (const datasource of context.datasources({ all: false, ...given })) {
      const org = await context.org(context.connectorOf(datasource))
      const of = { state: await context.state(), datasource: datasource.id, clock, full: options.full === true }
      const state = await viewDestination(folder, of)
      await validateSameOrg(org, { ...of, state })
      plans.push(
        await planDatasource(
          datasource,
          { ...options, runId: '' },
          {
            org,
            state,
            clock,
            signal,
            listener: {},
            settings: context.config.extract,
          },
        ),
      )
    }
    await writeOut(
      terminal,
      given.json ? `${JSON.stringify(plans.length === 1 ? plans[0] : plans)}\n` : plans.map(renderPlan).join('\n'),
    )
    return plans.some(({ failed }) => failed.length > 0) ? exitCodeOfRun({ outcome: 'partial' }) : 0
  })
}

function renderPlan({ datasource, objects, children, skipped, failed, calls }: RunPlan): string {
  const lines = [
    `${datasource}: ${objects.length} objects, about ${calls} API calls`,
    ...objects.flatMap(renderObject),
    ...(children.length === 0 ? [] : ['\nChanged children, a call each:', ...children.map((soql) => `  ${soql}`)]),
    ...skipped.map(({ object, reason }) => `\n${object}: left out. ${reason}`),
    ...failed.map(({ object, error }) => `\n${object}: can't be planned. ${error.code}: ${error.message}`),
  ]
  return `${lines.join('\n')}\n`
}

function renderObject({ object, mode, since, soql, others, rows, calls, missingFields }: PlannedObject): string[] {
  return [
    `\n${object}: ${mode}${since === undefined ? '' : ` since ${since}`}, ${rows} rows, about ${calls} calls`,
    `  ${soql}`,
    ...others.map((other) => `  ${other}`),
    ...(missingFields.length === 0 ? [] : [`  not there or not readable: ${missingFields.join(', ')}`]),
  ]
}
