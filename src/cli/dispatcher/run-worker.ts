import { hostname } from 'node:os'
import { openWorker } from '../../dispatcher/queue/worker.js'
import { ExtractError } from '../../errors/extract-error.js'
import type { CommandContext } from '../command-context.js'
import type { CommonFlags } from '../command.js'
import { exitCodeOf } from '../exit-code-of.js'
import type { OutputFlags } from '../flags/output-flags.js'
import type { Terminal } from '../terminal/terminal.js'
import { openQueueLink, type QueueLink } from './queue-link.js'
import { openOutlet } from './outlet.js'
import { loadSettings, openPrinter } from './run-dispatcher.js'

export interface WorkerFlags extends CommonFlags, OutputFlags {
  queue?: string
  name?: string
  concurrency?: string
  drain?: boolean
}

/** What the flags of `worker` ask for. */
export interface WorkerCommandOptions {
  /** The folder documents go to; stdout without one. */
  folder: string | undefined
  maxCalls: number | undefined
  /** Jobs at once: so many polls, and so many objects. */
  jobs: number
}

/** Takes jobs until a signal comes. Gives the exit code. */
export async function runWorker(
  { folder, maxCalls, jobs }: WorkerCommandOptions,
  flags: WorkerFlags,
  { config, store, log }: CommandContext,
  terminal: Terminal,
): Promise<number> {
  const { clock, signal, env } = terminal
  const queue = chooseQueue(flags, config.extract.queue)
  const name = chooseName(flags.name)
  const outlet = await openOutlet(folder, flags, config, terminal)
  const printer = await openPrinter(flags, { isStdoutFree: outlet.place !== undefined }, terminal)
  let link: QueueLink | undefined
  try {
    link = await openQueueLink(queue, { config, log, listener: printer }, flags, terminal)
    const drains = flags.drain === true
    const worker = openWorker({
      settings: { config, datasources: config.datasources.filter(({ enabled }) => enabled) },
      loadSettings: () => loadSettings(flags, terminal, config.file),
      name,
      concurrency: jobs,
      drains,
      output: outlet.output,
      ...link,
      store: await store(),
      clock,
      listener: printer,
      signal,
      maxCalls,
      log,
      env,
    })
    const forget = terminal.onHangup(worker.reread)
    const { error } = await worker.run().finally(forget)
    if (error !== undefined && !signal.aborted) return exitCodeOf(error.code)
    return drains ? 0 : exitCodeOf('INTERRUPTED')
  } finally {
    link?.connection.close()
    printer.close()
    outlet.close()
  }
}

function chooseQueue({ queue }: WorkerFlags, configured: string | undefined): string {
  const address = queue ?? configured
  if (address) return address
  throw new ExtractError('USAGE', 'worker needs the queue that it takes jobs from', {
    hint: 'Name it with --queue redis://HOST:6379, SF_EXTRACT_QUEUE or extract.queue, as for `sf-extract run`.',
  })
}

/** It becomes part of file names. */
function chooseName(given: string | undefined): string {
  if (given === undefined)
    return `${hostname()
      .replaceAll(/[^A-Za-z0-9.-]/g, '-')
      .slice(0, 40)}-${process.pid}`
  if (/^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$/.test(given)) return given
  throw new ExtractError('USAGE', `--name takes letters, digits, dots and hyphens, at most 63, not '${given}'`)
}
