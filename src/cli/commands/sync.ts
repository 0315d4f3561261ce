import path from 'node:path'
import type { Command } from 'commander'
import { addHelp, type Act, type CommonFlags, type Flag, type HelpText } from '../command.js'
import type { OutputFlags } from '../flags/output-flags.js'
import { settingFlags } from '../flags/setting-flags.js'
import { transports } from '../flags/words.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about:
    'Reads what changed since the last run and writes it as NDJSON documents: to stdout, to files under --output, or to ' +
    'the target of --to.',
  examples: [
    ['sf-extract sync --output ./documents', 'the only datasource, into files with the directory paths'],
    [
      'set -o pipefail; sf-extract sync --hold | indexer && sf-extract commit',
      'moves the watermarks when the sync is done and the indexer has taken everything',
    ],
    ['sf-extract sync --to sqlite:documents.db', 'into a file that `sf-extract search` looks through'],
    ["sf-extract sync --to 'command:indexer --stdin'", 'moves the watermarks when the indexer ends with exit code 0'],
    ['sf-extract sync --object Account Case --since 2d', 'two objects, again from two days back'],
    [
      'sf-extract sync --all --wait 10m --report run.json --quiet',
      'from cron: every enabled datasource, with a report',
    ],
  ],
}

const flags: readonly Flag[] = [
  ['--datasource <name...>', 'id or name, repeatable; may be left out where only one is configured'],
  ['--all', 'every enabled datasource, in turn'],
  ['--object <name...>', 'only these objects of the datasource, repeatable'],
  ['--full', 'read everything again'],
  ['--since <time>', 'read from this date, time or duration ago (2d) instead of from the watermark'],
  ['--reconcile', 'compare all Ids with those written, for what left the recycle bin'],
  ['--transport <way>', 'how first loads and --full travel: auto, rest or bulk, whatever the settings say', transports],
  ['--output <dir>', 'write files under this folder instead of stdout (-)'],
  ['--dead-letter <file>', 'add what the target of --to refuses to this file, and go on'],
  ['--hold', 'leave the new watermarks pending until commit or rollback'],
  [
    '--json',
    'write what the run did to stdout, a JSON object a datasource; documents have to go elsewhere (--output, --to)',
  ],
  ['--report <file>', 'write what the run did as JSON (an array where there are several datasources)'],
  ...settingFlags,
  ['--max-calls <n>', 'stop cleanly after this many API calls'],
  ['--wait [duration]', 'wait for another run that holds the datasource (a day where no duration is given)'],
  ['--force', 'run a named datasource that is switched off'],
]

interface SyncFlags extends CommonFlags, OutputFlags {
  datasource?: string[]
  all?: boolean
  object?: string[]
  full?: boolean
  since?: string
  reconcile?: boolean
  transport?: string
  hold?: boolean
  report?: string
  json?: boolean
  filesDir?: string
  wait?: string | true
  force?: boolean
}

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Runs the chosen datasources in turn; the exit code is the most serious of theirs. */
export async function handle(given: SyncFlags, terminal: Terminal): Promise<number> {
  const { parseCount, parseDurationFlag } = await import('../flags/flag-values.js')
  const { parseOutputFlags } = await import('../flags/output-flags.js')
  const { parseSyncOptions } = await import('../flags/sync-options.js')
  const { runDatasources } = await import('../run-datasources.js')
  const { withContext } = await import('../command-context.js')
  const wait = given.wait === true ? '1d' : (given.wait ?? '0')
  const { chooseTarget } = await import('../flags/chosen-output.js')
  const { validateStdoutForm } = await import('../flags/stdout-form.js')
  const { folder } = parseOutputFlags(given, terminal)
  if (given.compactOver !== undefined && given.hold) throw await compactsHeld()
  const options = {
    scope: parseSyncOptions(given, terminal),
    hold: given.hold === true,
    waitMs: parseDurationFlag('--wait', wait),
    json: given.json === true,
    folder,
    report: given.report === undefined ? undefined : path.resolve(terminal.cwd, given.report),
    maxCalls: parseCount('--max-calls', given.maxCalls),
  }
  return withContext(given, terminal, async (context) => {
    const target = chooseTarget(given, context.config, terminal)
    if (given.json && folder === undefined && target === undefined) throw await reportInTheWay()
    if (folder === undefined && target === undefined) validateStdoutForm(context.config.extract.compress, terminal)
    const datasources = context.datasources({ all: false, ...given })
    return runDatasources(datasources, { ...options, target }, given, context, terminal)
  })
}

async function reportInTheWay(): Promise<Error> {
  const { ExtractError } = await import('../../errors/extract-error.js')
  return new ExtractError('USAGE', '--json writes the report to stdout, where the documents go', {
    hint: 'Send the documents elsewhere with --output DIR or --to TARGET, or the report with --report FILE.',
  })
}

async function compactsHeld(): Promise<Error> {
  const { ExtractError } = await import('../../errors/extract-error.js')
  return new ExtractError('USAGE', '--compact-over and --hold exclude each other: what is held stays as it is', {
    hint: 'Set compact_over, and `sf-extract commit` does it, or run `sf-extract compact` after the commit.',
  })
}
