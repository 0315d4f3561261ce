import type { Clock } from '../../clock.js'
import { loadConfig } from '../../config/config.js'
import type { Config } from '../../config/config-types.js'
import { selectDatasources } from '../../config/select-datasources.js'
import { openDispatcher, type DispatcherEnd } from '../../dispatcher/dispatcher.js'
import type { DispatcherSettings } from '../../dispatcher/roster.js'
import { ExtractError } from '../../errors/extract-error.js'
import type { CommandContext } from '../command-context.js'
import type { CommonFlags } from '../command.js'
import { exitCodeOf, exitCodeOfRun } from '../exit-code-of.js'
import { worstExitCode } from '../exit-codes.js'
import type { ListenFlags, Listening } from '../flags/listen-flags.js'
import { parseLogOptions } from '../flags/log-options.js'
import type { OutputFlags } from '../flags/output-flags.js'
import { logNote, type Terminal } from '../terminal/terminal.js'
import { openDispatcherPrinter } from './open-dispatcher-printer.js'
import type { Window, WindowOptions } from './open-window.js'
import { openOutlet } from './outlet.js'

export interface RunFlags extends CommonFlags, ListenFlags, OutputFlags {
  queue?: string
  datasource?: string[]
  force?: boolean
}

/** What the flags of `run` ask for. */
export interface RunCommandOptions {
  /** The folder documents go to; stdout without one. */
  folder: string | undefined
  maxCalls: number | undefined
  /** Where the status page is served; nowhere without it. */
  listening: Listening | undefined
}

/** Runs the dispatcher with the printer that fits the terminal. Gives the exit code. */
export async function runDispatcher(
  { folder, maxCalls, listening }: RunCommandOptions,
  flags: RunFlags,
  { config, datasources, store, log }: CommandContext,
  terminal: Terminal,
): Promise<number> {
  const { clock, signal, env } = terminal
  const settings = chooseSettings(flags, config, datasources)
  const { output, place, close } = await openOutlet(folder, flags, config, terminal)
  const printer = await openPrinter(flags, { isStdoutFree: place !== undefined }, terminal)
  let inForce = config
  let window: Window | undefined
  try {
    const opened = await store()
    const serveAt = async (listens: Listening) => {
      window = await serve({ ...listens, place, state: opened.state, config: () => inForce }, clock)
      logNote(terminal, flags, `note: the status page is at ${window.url}`)
      return window.listener
    }
    const dispatcher = openDispatcher({
      settings,
      loadSettings: async () => {
        const loaded = await loadSettings(flags, terminal, inForce.file)
        if (namesAnother(flags, loaded.config, inForce)) logNote(terminal, flags, staysWith(place))
        inForce = loaded.config
        return loaded
      },
      output,
      store: opened,
      listener: printer,
      openListener: listening && (() => serveAt(listening)),
      maxCalls,
      clock,
      log,
      signal,
      env,
    })
    const forget = terminal.onHangup(dispatcher.reread)
    const end = await dispatcher.run().finally(forget)
    if (!config.pipeline.keepRunning && end.runs.length === 0) logNote(terminal, flags, 'No datasource is due yet.')
    return signal.aborted ? exitCodeOf('INTERRUPTED') : exitCodeOfEnd(end)
  } finally {
    await window?.close()
    printer.close()
    close()
  }
}

/** Runs at the same time share an output, and the page shows one. */
function namesAnother({ output }: RunFlags, { extract }: Config, inForce: Config): boolean {
  return output === undefined && extract.target?.name !== inForce.extract.target?.name
}

function staysWith(place: string | undefined): string {
  return `note: \`to\` has changed: documents go to ${place ?? 'stdout'} until the dispatcher is started anew.`
}

/** The printer of what runs report. */
export function openPrinter(flags: CommonFlags, { isStdoutFree }: { isStdoutFree: boolean }, terminal: Terminal) {
  const logOptions = parseLogOptions(flags)
  const progress = logOptions.level !== 'debug' && (isStdoutFree || terminal.stdout.isTTY !== true)
  return openDispatcherPrinter({ ...logOptions, progress }, terminal)
}

export function chooseSettings(
  flags: RunFlags,
  config: Config,
  datasources: CommandContext['datasources'],
): DispatcherSettings {
  validateStarts(config, flags)
  const { datasource: names, force } = flags
  return { config, datasources: datasources({ datasource: names, all: names === undefined, force }) }
}

/** Its code is loaded for --listen alone. */
export async function serve(options: WindowOptions, clock: Clock): Promise<Window> {
  const { openWindow } = await import('./open-window.js')
  return openWindow(options, clock)
}

function validateStarts({ pipeline }: Config, { force }: RunFlags): void {
  if (pipeline.autoStart || force) return
  throw new ExtractError('USAGE', 'The dispatcher is switched off in the configuration (auto_start: false)', {
    hint: 'Switch it on there, or add --force to start it all the same.',
  })
}

/**
 * From the same file as before: while that is away, nobody means another one, or the environment alone. Datasources
 * that are all switched off meanwhile are none to run, and no reason to stay with the old ones.
 */
export async function loadSettings(
  flags: RunFlags,
  { cwd, env }: Terminal,
  file: string | undefined,
): Promise<DispatcherSettings> {
  const config = await loadConfig({ cwd, env, configFile: file, flags: { ...flags } })
  const { datasource: names, force } = flags
  const enabled = config.datasources.filter((datasource) => datasource.enabled)
  return { config, datasources: names === undefined ? enabled : selectDatasources(config, { names, force }) }
}

/** A run that took too long is not done, and nobody interrupted it. */
function exitCodeOfEnd({ runs, error }: DispatcherEnd): number {
  if (error !== undefined) return exitCodeOf(error.code)
  const codes = runs.map(({ report, error: cause, timedOut }) => {
    if (timedOut) return exitCodeOfRun({ outcome: 'partial' })
    return report === undefined ? exitCodeOf(cause?.code ?? 'BUG') : exitCodeOfRun(report)
  })
  return worstExitCode(codes)
}
