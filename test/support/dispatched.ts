/** A dispatcher in this process, on a clock that the test moves. */
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { loadConfig } from '../../src/config/config.js'
import { combineListeners } from '../../src/dispatcher/combine-listeners.js'
import type { DispatcherListener } from '../../src/dispatcher/dispatcher-listener.js'
import { openDispatcher, type DispatcherEnd, type DispatcherOptions } from '../../src/dispatcher/dispatcher.js'
import { openStore } from '../../src/state/stores/open-store.js'
import { openManualClock, type ManualClock } from './manual-clock.js'
import { makeTempFolder } from './temp-folder.js'

type Events = { [Name in keyof DispatcherListener]-?: Parameters<NonNullable<DispatcherListener[Name]>>[0] }
type Planned = Events['runPlanned']
type Finished = Events['runFinished']

export interface Dispatched {
  folder: string
  clock: ManualClock
  planned: Planned[]
  finished: Finished[]
  settings: Events['settingsRead'][]
  /** The datasources that were planned, by the second they began at. */
  starts(datasource: string): number[]
  /** Resolves when so many runs of a datasource have ended in all; gives the last. */
  ended(datasource: string, count?: number): Promise<Finished>
  /** Resolves when so many runs of a datasource have begun in all. */
  begun(datasource: string, count: number): Promise<void>
  /** Writes the file anew, and waits until it is read. */
  configure(file: object): Promise<Events['settingsRead']>
  /** Has the settings read again, as SIGHUP does. */
  reread(): Promise<Events['settingsRead']>
  stop(): Promise<DispatcherEnd>
}

export interface DispatchedOptions {
  /** What coco.yml says, as JSON. */
  file: object
  folder?: string
  clock?: ManualClock
  changes?: Partial<DispatcherOptions>
}

/** Starts it; it ends with the test. Calls are tried once. */
export async function openDispatched({
  file,
  folder,
  clock = openManualClock({ holds: true }),
  changes = {},
}: DispatchedOptions): Promise<Dispatched> {
  const cwd = folder ?? (await makeTempFolder())
  const write = (text: object) => writeFile(path.join(cwd, 'coco.yml'), JSON.stringify(text), { mode: 0o600 })
  await write(file)
  const loadSettings = async () => {
    const config = await loadConfig({ cwd, env: { SF_EXTRACT_RETRY_ATTEMPTS: '1' } })
    return { config, datasources: config.datasources }
  }
  const settings = await loadSettings()
  const store = await openStore(settings.config.extract.state, { clock })
  const heard = hear()
  const stopping = new AbortController()
  const listener = combineListeners(heard.listener, changes.listener ?? {})
  const output = { folder: path.join(cwd, 'documents') }
  const quick = { ...clock, sleep: (ms: number, signal?: AbortSignal) => orSoon(ms, signal, clock) }
  const common = { settings, loadSettings, output, store, clock: quick, signal: stopping.signal }
  const options = { ...common, ...changes, listener }
  const dispatcher = openDispatcher(options)
  const running = dispatcher.run()
  const stop = async () => {
    stopping.abort()
    return running.finally(() => store.state.close())
  }
  onTestFinished(() => stop().then(() => undefined))
  const startMs = clock.now()
  return {
    ...heard,
    folder: cwd,
    clock,
    starts: (id) =>
      heard.planned.flatMap(({ datasource, at }) => (datasource === id ? (Date.parse(at) - startMs) / 1000 : [])),
    async configure(next) {
      const told = heard.settings.length
      await write(next)
      await heard.until(() => heard.settings.length > told)
      return heard.settings.at(-1)!
    },
    async reread() {
      const told = heard.settings.length
      dispatcher.reread()
      await heard.until(() => heard.settings.length > told)
      return heard.settings.at(-1)!
    },
    stop,
  }
}

/** One file of the Coco server's form: connectors by the addresses of their orgs, and datasources. */
export function buildFile(
  orgs: Record<string, { url: string; clientId: string; clientSecret: string }>,
  datasources: Record<string, { connector?: string; objects: string[]; interval: string }>,
  sections: object = {},
): object {
  return {
    connector: Object.entries(orgs).map(([id, { url, clientId, clientSecret }]) => ({
      id,
      processor: { enabled: true, name: 'salesforce' },
      config: { login_url: url, client_id: clientId, client_secret: clientSecret },
    })),
    datasource: Object.entries(datasources).map(([id, { connector = Object.keys(orgs)[0], objects, interval }]) => ({
      id,
      type: 'connector',
      connector: { id: connector, config: { standard_objects_to_sync: objects, children: false } },
      sync: { interval },
    })),
    ...sections,
  }
}

/** Files change in the real time: the wait for an editor to have finished is the only one of this length. */
function orSoon(ms: number, signal: AbortSignal | undefined, clock: ManualClock): Promise<void> {
  return ms === 300 ? systemClock.sleep(20, signal) : clock.sleep(ms, signal)
}

function hear() {
  const [planned, finished, settings]: [Planned[], Finished[], Events['settingsRead'][]] = [[], [], []]
  const watchers = new Set<() => void>()
  const look = () => watchers.forEach((watcher) => watcher())
  const until = (fits: () => boolean) =>
    new Promise<void>((resolve) => {
      const watcher = () => {
        if (!fits()) return
        watchers.delete(watcher)
        resolve()
      }
      watchers.add(watcher)
      watcher()
    })
  const keep =
    <Event>(list: Event[]) =>
    (event: Event) => {
      list.push(event)
      look()
    }
  const listener: DispatcherListener = {
    runPlanned: keep(planned),
    runFinished: keep(finished),
    settingsRead: keep(settings),
  }
  return {
    planned,
    finished,
    settings,
    listener,
    until,
    begun: (id: string, count: number) => until(() => eventsOf(planned, id).length >= count),
    async ended(id: string, count = 1) {
      await until(() => eventsOf(finished, id).length >= count)
      return eventsOf(finished, id)[count - 1]!
    },
  }
}

function eventsOf<Event extends { datasource: string }>(events: Event[], id: string): Event[] {
  return events.filter(({ datasource }) => datasource === id)
}
