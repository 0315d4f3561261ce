import type { Command } from 'commander'
import { addHelp, type Act, type Flag, type HelpText } from '../command.js'
import { listenFlags } from '../flags/listen-flags.js'
import { settingFlags } from '../flags/setting-flags.js'
import type { RunFlags } from '../dispatcher/run-dispatcher.js'
import type { Terminal } from '../terminal/terminal.js'

const help: HelpText = {
  about:
    'Keeps every enabled datasource in sync, each at its own sync.interval, until it is told to stop: a SIGTERM or ' +
    'Ctrl-C ends what is being read at its next checkpoint. How it goes about it says the pipeline section of the ' +
    'configuration, which is read again when its file changes, and on SIGHUP.',
  examples: [
    ['sf-extract run --output ./documents', 'as a service, into files with the directory paths'],
    ['sf-extract run --datasource crm support --output ./documents', 'these two alone'],
    ['sf-extract run --output ./documents --listen 9108', 'with a status page, health and metrics on this machine'],
    ['sf-extract run --to elasticsearch+https://search:9200/crm', 'into an index'],
    ['sf-extract run --queue redis://queue:6379', 'leaves everything to workers: `sf-extract worker`'],
    ['sf-extract run | indexer', 'the documents of all datasources on stdout, a line each'],
  ],
}

const flags: readonly Flag[] = [
  ['--datasource <name...>', 'id or name, repeatable; every enabled one where none is named'],
  ['--output <dir>', 'write files under this folder instead of stdout (-)'],
  ['--dead-letter <file>', 'add what the target of --to refuses to this file, and go on'],
  ['--queue <address>', 'run nothing here: keep jobs for workers in this Redis'],
  ...listenFlags,
  ...settingFlags,
  ['--max-calls <n>', 'stop each run cleanly after this many API calls'],
  ['--force', 'start though auto_start is false, and run named datasources that are switched off'],
]

/** Gives the command its help, its flags and its handler. */
export function register(command: Command, act: Act): void {
  addHelp(command, help, flags).action(act(handle))
}

/**
 * Runs the dispatcher; the exit code is that of a signal, or of what ended it. With `keep_running: false` it is the most
 * serious one of the runs.
 */
export async function handle(given: RunFlags, terminal: Terminal): Promise<number> {
  const { parseCount } = await import('../flags/flag-values.js')
  const { parseOutputFlags } = await import('../flags/output-flags.js')
  const { runDispatcher } = await import('../dispatcher/run-dispatcher.js')
  const { runService } = await import('../dispatcher/run-service.js')
  const { parseListenFlags } = await import('../flags/listen-flags.js')
  const options = {
    ...parseOutputFlags(given, terminal),
    maxCalls: parseCount('--max-calls', given.maxCalls),
    listening: await parseListenFlags(given, terminal),
  }
  return runService(given, terminal, async (flagsInForce, context) => {
    const queue = given.queue ?? context.config.extract.queue
    if (!queue) return runDispatcher(options, flagsInForce, context, terminal)
    const { runQueueDispatcher } = await import('../dispatcher/run-queue-dispatcher.js')
    return runQueueDispatcher({ ...options, queue }, flagsInForce, context, terminal)
  })
}
