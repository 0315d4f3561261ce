import type { Config } from '../../config/config-types.js'
import { openForm, severalHeaders, type Form } from '../../runs/forms/form.js'
import type { Output } from '../../runs/output.js'
import { validateStdoutOpen } from '../../sinks/stdout-closed.js'
import { openStdoutStream } from '../../sinks/stdout-stream.js'
import { openStreamSink } from '../../sinks/stdout.js'
import { chooseTarget } from '../flags/chosen-output.js'
import type { OutputFlags } from '../flags/output-flags.js'
import { validateStdoutForm } from '../flags/stdout-form.js'
import type { Terminal } from '../terminal/terminal.js'

/** Where the documents of all runs of a process go. */
export interface Outlet {
  output: Output
  /** The target's name, or the folder; undefined for stdout. */
  place: string | undefined
  close(): void
}

/** Opens what flags and settings name: a target, the folder, or else stdout. Throws USAGE, and for a closed stdout. */
export async function openOutlet(
  folder: string | undefined,
  flags: OutputFlags,
  config: Config,
  terminal: Terminal,
): Promise<Outlet> {
  const target = chooseTarget(flags, config, terminal)
  if (target !== undefined) return { output: target, place: target.target.name, close: () => {} }
  if (folder !== undefined) return { output: { folder }, place: folder, close: () => {} }
  validateStdoutForm(config.extract.compress, terminal)
  return openStdout(terminal.stdout, openForm(config.extract))
}

/** One stream for the documents of all runs. */
async function openStdout(stdout: Terminal['stdout'], form: Form): Promise<Outlet> {
  const { format, compress } = form
  if (format.openFile !== undefined) throw severalHeaders(format)
  await validateStdoutOpen(stdout.fd)
  const stream = openStdoutStream(stdout, compress)
  return { output: ({ state }) => openStreamSink(stream, { state, format }), place: undefined, close: stream.close }
}
