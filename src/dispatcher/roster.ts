import type { Config, Datasource } from '../config/config-types.js'
import { loadCronTimes, type CronTimes } from '../config/intervals/cron.js'
import type { SyncInterval } from '../config/intervals/sync-interval.js'
import type { ScheduledDatasource } from './dispatcher-listener.js'
import type { Entry } from './schedule.js'

/** The settings that are in force. */
export interface DispatcherSettings {
  config: Config
  /** Those of the configuration that are kept in sync. */
  datasources: Datasource[]
}

/** A datasource that is kept in sync, with the settings for its next run. */
export interface RosterEntry extends Entry {
  datasource: Datasource
  config: Config
  /** In a row. */
  failures: number
}

/** By the id of the datasource. */
export type Roster = ReadonlyMap<string, RosterEntry>

export interface RosterContext {
  nowMs(): number
  /** When the last run of a datasource began, as the state has it. */
  loadLastStart(datasource: string): Promise<number | undefined>
}

/**
 * The datasources of the settings, each with its last start as `before` has it, or else the state. What waited for
 * somebody to put it right is tried again. One that has never run is due at once, or at the next time of its cron
 * expression.
 */
export async function buildRoster(
  { config, datasources }: DispatcherSettings,
  before: Roster,
  { nowMs, loadLastStart }: RosterContext,
): Promise<Roster> {
  const cron = datasources.some(({ syncInterval }) => 'cron' in syncInterval) ? await loadCronTimes() : undefined
  const starts = new Map<string, number | undefined>()
  for (const { id } of datasources) if (!before.has(id)) starts.set(id, await loadLastStart(id))
  const buildEntry = (datasource: Datasource): RosterEntry => {
    const { id, connectorId: connector, syncInterval } = datasource
    const known = before.has(id) ? before.get(id)!.startedMs : starts.get(id)
    const first = 'cron' in syncInterval ? nowMs() : undefined
    const startedMs = known === undefined ? first : Math.min(known, nowMs())
    return { id, connector, datasource, config, nextAfter: findNext(syncInterval, cron), startedMs, failures: 0 }
  }
  return new Map(datasources.map((datasource) => [datasource.id, buildEntry(datasource)]))
}

/** The roster as listeners are told of it. */
export function describeRoster(roster: Roster, nowMs: number): ScheduledDatasource[] {
  return [...roster.values()].map(({ id, connector, datasource: { name, syncInterval }, nextAfter }) => {
    const next = nextAfter(nowMs)
    return { id, name, connector, interval: syncInterval.text, intervalMs: nextAfter(next) - next }
  })
}

function findNext(interval: SyncInterval, cron: CronTimes | undefined): Entry['nextAfter'] {
  if ('everyMs' in interval) return (startMs) => startMs + interval.everyMs
  return (startMs) => cron!.nextAfter(interval.cron, startMs)
}
