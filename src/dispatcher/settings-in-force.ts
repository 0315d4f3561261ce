import type { Clock } from '../clock.js'
import { parseStateAddress } from '../config/addresses/state-address.js'
import { ExtractError, reportError } from '../errors/extract-error.js'
import type { DispatcherListener } from './dispatcher-listener.js'
import type { DispatcherSettings } from './roster.js'
import { watchFile } from './settings-watch.js'

/** What is done with settings, at first and whenever they have changed. */
export interface Arranging {
  clock: Clock
  listener?: DispatcherListener | undefined
  /** Reads them anew. What it throws is told. */
  loadSettings(): Promise<DispatcherSettings>
  arrange(settings: DispatcherSettings): Promise<void> | void
  /** Is called when their file has changed. */
  note(): void
}

export interface InForce {
  settings: DispatcherSettings
  /** Leaves the file alone that they come from. */
  close(): void
}

/** Watches the file of settings, and has them arranged. */
export async function putInForce(settings: DispatcherSettings, { clock, arrange, note }: Arranging): Promise<InForce> {
  const { file } = settings.config
  // Before anything is awaited: what changes from here on is not to be missed.
  const watch = file === undefined ? undefined : watchFile(file, clock, note)
  const close = () => watch?.close()
  try {
    await arrange(settings)
    return { settings, close }
  } catch (error) {
    close()
    throw error
  }
}

/** New settings that can't be used are told, and the old ones stay. */
export async function replaceSettings(inForce: InForce, arranging: Arranging): Promise<InForce> {
  const { loadSettings, listener = {} } = arranging
  try {
    const settings = await loadSettings()
    validateSameState(inForce.settings, settings)
    const next = await putInForce(settings, arranging)
    inForce.close()
    listener.settingsRead?.({ file: settings.config.file })
    return next
  } catch (error) {
    listener.settingsRead?.({ file: inForce.settings.config.file, error: reportError(error) })
    return inForce
  }
}

function validateSameState(before: DispatcherSettings, after: DispatcherSettings): void {
  const [open, named] = [before.config.extract.state, after.config.extract.state]
  if (open === named) return
  const { text } = parseStateAddress(open)
  throw new ExtractError('CONFIG_INVALID', `extract.state is another one now, and ${text} stays in use`, {
    hint: 'Start the dispatcher anew to work on the other state.',
  })
}
