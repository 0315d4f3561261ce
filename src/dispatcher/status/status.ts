/** What a dispatcher has to show: filled by what it reports, bounded whatever it reports. */
import type { Clock } from '../../clock.js'
import type { QuotaReserve } from '../../config/quota-reserve.js'
import type { DestinationStatus } from '../../runs/statuses.js'
import type { Quota, Stamp } from '../../terms.js'
import type { DispatcherListener, QueueCounts, ScheduledDatasource } from '../dispatcher-listener.js'
import { DatasourceStatus } from './datasource-status.js'
import type { ObjectCounts, StatusSnapshot } from './snapshot.js'
import { openUsages, type Usages } from './usages.js'

export interface Status {
  /** Takes what the dispatcher and its runs report. */
  listener: DispatcherListener
  /** Takes what the state has of a datasource's earlier runs. */
  remember(status: DestinationStatus): void
  snapshot(): StatusSnapshot
  /** What each object has come to since the dispatcher began. */
  counts(): ObjectCounts[]
  /** Calls back after each change, until the function it gives is called. */
  subscribe(changed: () => void): () => void
}

export interface StatusOptions {
  clock: Clock
  /** What is kept of an org's daily calls, as the settings in force say. */
  quotaReserve(): QuotaReserve
}

export function openStatus({ clock, quotaReserve }: StatusOptions): Status {
  return new DispatcherStatus(clock, openUsages(quotaReserve))
}

class DispatcherStatus implements Status {
  readonly listener: DispatcherListener
  private readonly datasources = new Map<string, DatasourceStatus>()
  private readonly subscribers = new Set<() => void>()
  private readonly since: Stamp
  private settings: StatusSnapshot['settings']
  private queue: QueueCounts | undefined
  private isChosen = false
  private isDraining = false

  constructor(
    private readonly clock: Clock,
    private readonly usages: Usages,
  ) {
    this.since = this.stamp()
    this.listener = notifying(this.buildListener(), this.subscribers)
  }

  remember(status: DestinationStatus): void {
    this.datasources.get(status.datasource)?.remember(status)
  }

  snapshot(): StatusSnapshot {
    const nowMs = this.clock.now()
    return {
      at: this.stamp(),
      since: this.since,
      phase: this.phase(),
      settings: this.settings,
      datasources: [...this.datasources.values()].map((datasource) => datasource.snapshot(nowMs)),
      connectors: this.usages.list(nowMs),
      ...(this.queue === undefined ? {} : { queue: this.queue }),
    }
  }

  counts(): ObjectCounts[] {
    return [...this.datasources.values()].flatMap((datasource) => datasource.counts())
  }

  subscribe(changed: () => void): () => void {
    this.subscribers.add(changed)
    return () => this.subscribers.delete(changed)
  }

  private buildListener(): DispatcherListener {
    const { clock } = this
    const find = (id: string) => this.datasources.get(id)
    return {
      datasourcesChosen: ({ datasources }) => this.choose(datasources),
      runAwaited: ({ datasource, at, failures }) => find(datasource)?.planned(at, failures),
      runPlanned: ({ datasource, at, failures }) => find(datasource)?.planned(at, failures),
      runStarted: ({ datasource, runId }) => find(datasource)?.runStarted(runId, clock.now()),
      objectStarted: ({ datasource, object, mode }) => find(datasource)?.objectStarted(object, mode, clock.now()),
      pageDone: (event) => {
        find(event.datasource)?.pageDone(event, clock.now())
        this.told(event.datasource, event.quota)
      },
      objectEnded: ({ datasource, report }) => find(datasource)?.objectEnded(report, clock.now()),
      retried: ({ datasource, object, code }) => find(datasource)?.retried(object, code),
      runFinished: ({ datasource, ...end }) => {
        find(datasource)?.runFinished(end, clock.now())
        this.told(datasource, end.report?.quota)
      },
      queueCounted: (counts) => {
        this.queue = counts
      },
      settingsRead: ({ file, error }) => {
        this.settings = { file, at: this.stamp(), error }
      },
      draining: () => {
        this.isDraining = true
      },
    }
  }

  /** What is known of a datasource stays with it; what is no longer chosen is forgotten. */
  private choose(chosen: ScheduledDatasource[]): void {
    const known = new Map(this.datasources)
    this.datasources.clear()
    for (const each of chosen) {
      const status = known.get(each.id) ?? new DatasourceStatus(each, this.clock.now())
      status.scheduled = each
      this.datasources.set(each.id, status)
    }
    this.usages.keep(chosen.map(({ connector }) => connector))
    this.isChosen = true
  }

  private told(datasource: string, quota: Quota | undefined): void {
    const connector = this.datasources.get(datasource)?.scheduled.connector
    if (connector !== undefined && quota !== undefined) this.usages.told(connector, quota, this.clock.now())
  }

  private phase(): StatusSnapshot['phase'] {
    if (this.isDraining) return 'draining'
    return this.isChosen && [...this.datasources.values()].every(({ isPlanned }) => isPlanned) ? 'running' : 'starting'
  }

  private stamp(): Stamp {
    return new Date(this.clock.now()).toISOString()
  }
}

/** The same, with a word to the subscribers after each event. */
function notifying(listener: DispatcherListener, subscribers: Set<() => void>): DispatcherListener {
  const entries = Object.entries(listener).map(([name, hear]) => [
    name,
    (event: never) => {
      ;(hear as (event: never) => void)(event)
      for (const changed of subscribers) changed()
    },
  ])
  return Object.fromEntries(entries) as DispatcherListener
}
