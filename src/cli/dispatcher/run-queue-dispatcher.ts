import { openQueueDispatcher } from '../../dispatcher/queue/queue-dispatcher.js'
import type { CommandContext } from '../command-context.js'
import { exitCodeOf } from '../exit-code-of.js'
import { chooseTarget } from '../flags/chosen-output.js'
import { logNote, type Terminal } from '../terminal/terminal.js'
import type { Window } from './open-window.js'
import { openQueueLink, type QueueLink } from './queue-link.js'
import {
  chooseSettings,
  loadSettings,
  openPrinter,
  serve,
  type RunCommandOptions,
  type RunFlags,
} from './run-dispatcher.js'

/** Runs the dispatcher of a queue: its workers do the rest. Gives the exit code. */
export async function runQueueDispatcher(
  { folder, listening, queue }: RunCommandOptions & { queue: string },
  flags: RunFlags,
  { config, datasources, store, log }: CommandContext,
  terminal: Terminal,
): Promise<number> {
  const { clock, signal } = terminal
  const settings = chooseSettings(flags, config, datasources)
  const place = chooseTarget(flags, config, terminal)?.target.name ?? folder
  const printer = await openPrinter(flags, { isStdoutFree: true }, terminal)
  let inForce = config
  let window: Window | undefined
  let link: QueueLink | undefined
  try {
    link = await openQueueLink(queue, { config, log, listener: printer }, flags, terminal)
    const opened = await store()
    const dispatcher = openQueueDispatcher({
      settings,
      loadSettings: async () => {
        const loaded = await loadSettings(flags, terminal, inForce.file)
        inForce = loaded.config
        return loaded
      },
      ...link,
      store: opened,
      listener: printer,
      openListener:
        listening &&
        (async () => {
          window = await serve({ ...listening, place, state: opened.state, config: () => inForce }, clock)
          logNote(terminal, flags, `note: the status page is at ${window.url}`)
          return window.listener
        }),
      clock,
      signal,
    })
    const forget = terminal.onHangup(dispatcher.reread)
    const { error } = await dispatcher.run().finally(forget)
    return signal.aborted || error === undefined ? exitCodeOf('INTERRUPTED') : exitCodeOf(error.code)
  } finally {
    await window?.close()
    link?.connection.close()
    printer.close()
  }
}
