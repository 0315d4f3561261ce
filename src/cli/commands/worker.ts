import type { Command } from 'commander'
import { addHelp, type Act, type Flag, type HelpText } from '../command.js'
import type { WorkerFlags } from '../dispatcher/run-worker.js'
import { settingFlags } from '../flags/setting-flags.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about:
    'Takes jobs from the queue of a dispatcher (`sf-extract run --queue`) until it is told to stop: polls of datasources, ' +
    'and objects with much to read. Any number of workers share the work, on any number of machines; they need the same ' +
    'configuration and the same state, on redis:// or postgres://. A SIGTERM ends what is being read at its next ' +
    'checkpoint and puts it back, for another worker to go on.',
  examples: [
    ['sf-extract worker --queue redis://queue:6379 --output /mnt/documents', 'into a folder that all workers see'],
    [
      'sf-extract worker --to elasticsearch+https://search:9200/crm',
      'into an index; the queue as SF_EXTRACT_QUEUE says',
    ],
    ['sf-extract worker --concurrency 8 --name blue-1 --drain', 'a SIGTERM lets what is at work come to its end'],
  ],
}

/** How many calls an org takes at once is a setting; here `--concurrency` is of jobs. */
const sharedFlags = settingFlags.filter(([flag]) => !flag.startsWith('--concurrency'))

const flags: readonly Flag[] = [
  ['--queue <address>', 'where jobs are: redis://HOST, redis://HOST/NUMBER or rediss://…'],
  ['--concurrency <n>', 'how many polls and how many objects are at work at once (default: 4)'],
  ['--name <name>', 'what it is called in files, locks and on the status page; the host and a number without it'],
  ['--drain', 'on SIGTERM take no more jobs, bring those at work to their end, and exit with 0'],
  ['--output <dir>', 'write files under this folder instead of stdout (-)'],
  ['--dead-letter <file>', 'add what the target of --to refuses to this file, and go on'],
  ...sharedFlags,
  ['--max-calls <n>', 'stop each run cleanly after this many API calls'],
]

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/** Takes jobs; the exit code is that of the signal that ended it, or 0 with --drain. */
export async function handle(given: WorkerFlags, terminal: Terminal): Promise<number> {
  const { parseCount } = await import('../flags/flag-values.js')
  const { parseOutputFlags } = await import('../flags/output-flags.js')
  const { runWorker } = await import('../dispatcher/run-worker.js')
  const { runService } = await import('../dispatcher/run-service.js')
  const { concurrency, ...shared } = given
  const options = {
    ...parseOutputFlags(given, terminal),
    maxCalls: parseCount('--max-calls', given.maxCalls),
    jobs: parseCount('--concurrency', concurrency) ?? 4,
  }
  return runService(shared, terminal, (inForce, context) => runWorker(options, inForce, context, terminal))
}
