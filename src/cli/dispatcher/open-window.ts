import type { Clock } from '../../clock.js'
import type { Config } from '../../config/config-types.js'
import type { DispatcherListener } from '../../dispatcher/dispatcher-listener.js'
import { openStatusServer } from '../../dispatcher/http/server.js'
import { browseOutput } from '../../dispatcher/status/browse-output.js'
import { openStatus, type Status } from '../../dispatcher/status/status.js'
import { stdoutPlace } from '../../runs/destination.js'
import { readStatuses } from '../../runs/statuses.js'
import type { State } from '../../state/state.js'
import type { Listening } from '../flags/listen-flags.js'

export interface WindowOptions extends Listening {
  state: State
  /** The output folder, or the name of the target; undefined for stdout. */
  place: string | undefined
  /** The settings in force. */
  config(): Config
}

export interface Window {
  listener: DispatcherListener
  url: string
  close(): Promise<void>
}

/** What `--listen` serves, and the listener that it lives on. Throws USAGE. */
export async function openWindow({ state, place, config, ...listening }: WindowOptions, clock: Clock): Promise<Window> {
  const status = openStatus({ clock, quotaReserve: () => config().extract.quotaReserve })
  const server = await openStatusServer({ ...listening, status, clock, browse: browseOutput(state, place) })
  const listener: DispatcherListener = {
    ...server.listener,
    datasourcesChosen: (event) => {
      server.listener.datasourcesChosen?.(event)
      for (const { id } of event.datasources) void remember(id, { state, place }, status)
    },
  }
  return { listener, url: server.url, close: () => server.close() }
}

/** What is damaged in the state the run reports. */
async function remember(id: string, { state, place }: Pick<WindowOptions, 'state' | 'place'>, status: Status) {
  const statuses = await readStatuses(state, id, place ?? stdoutPlace).catch(() => [])
  for (const each of statuses) status.remember(each)
}
