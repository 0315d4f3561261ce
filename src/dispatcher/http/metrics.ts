import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { DispatcherListener } from '../dispatcher-listener.js'
import type { Status } from '../status/status.js'

/** The figures for Prometheus. */
export interface Metrics {
  contentType: string
  /** In Prometheus' text format. */
  render(): Promise<string>
  /** Takes what the dispatcher reports, after the status. */
  listener: DispatcherListener
}

/**
 * Metrics of what a status has, in a registry of their own. Each rendering is made from the status anew, so what is no
 * longer in the settings is no longer in it.
 */
export function openMetrics(status: Pick<Status, 'snapshot' | 'counts'>): Metrics {
  const registry = new Registry()
  const counts = countersIn(registry)
  const gauges = gaugesIn(registry)
  const duration = new Histogram({
    name: 'sf_extract_run_duration_seconds',
    help: 'How long runs take',
    labelNames: ['datasource'],
    buckets: durationBuckets,
    registers: [registry],
  })
  let known: string[] = []
  return {
    contentType: registry.contentType,
    render() {
      fillCounters(counts, status)
      fillGauges(gauges, status)
      return registry.metrics()
    },
    listener: {
      runFinished: ({ datasource, started, ended }) =>
        duration.observe({ datasource }, Math.max(0, (Date.parse(ended) - Date.parse(started)) / 1000)),
      datasourcesChosen: ({ datasources }) => {
        const chosen = datasources.map(({ id }) => id)
        for (const datasource of known) if (!chosen.includes(datasource)) duration.remove({ datasource })
        known = chosen
      },
    },
  }
}

/** How long a run takes, in seconds: from a poll that finds nothing to a first load of hours. */
const durationBuckets = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1200, 3600, 10_800, 43_200]

const byObject = ['datasource', 'object']

function countersIn(registry: Registry) {
  const counter = (name: string, help: string, labelNames: string[]): Counter =>
    new Counter({ name: `sf_extract_${name}`, help, labelNames, registers: [registry] })
  const byCode = [...byObject, 'code']
  return {
    written: counter('documents_written_total', 'Documents written, directories without an object', byObject),
    deleted: counter('tombstones_written_total', 'Tombstones written', byObject),
    bytes: counter('bytes_written_total', 'Bytes of documents and tombstones', byObject),
    calls: counter('api_calls_total', 'API calls, those that objects share without an object', byObject),
    retries: counter('retries_total', 'Calls and logins that were tried again, by what they met', byCode),
    failures: counter('failures_total', 'Failures of objects, and of whole runs without an object', byCode),
  }
}

function gaugesIn(registry: Registry) {
  const gauge = (name: string, help: string, labelNames: string[]): Gauge =>
    new Gauge({ name: `sf_extract_${name}`, help, labelNames, registers: [registry] })
  return {
    jobs: gauge('queue_jobs', 'Jobs in the queue, by what becomes of them', ['queue', 'state']),
    workers: gauge('queue_workers', 'Workers heard of lately', []),
    used: gauge('quota_used', "API calls in the org's last 24 hours, everybody's", ['connector']),
    max: gauge('quota_max', 'API calls that the org allows in 24 hours', ['connector']),
    lag: gauge('lag_seconds', "How far the watermark is behind the org's clock", byObject),
    succeeded: gauge('last_success_timestamp_seconds', 'When the last run ended that was done', ['datasource']),
  }
}

function fillCounters(counters: ReturnType<typeof countersIn>, status: Pick<Status, 'counts'>): void {
  for (const counter of Object.values(counters)) counter.reset()
  for (const { datasource, object, retries, failures, ...counts } of status.counts()) {
    const labels = { datasource, object }
    for (const name of ['written', 'deleted', 'bytes', 'calls'] as const) counters[name].inc(labels, counts[name])
    for (const [code, count] of Object.entries(retries)) counters.retries.inc({ ...labels, code }, count)
    for (const [code, count] of Object.entries(failures)) counters.failures.inc({ ...labels, code }, count)
  }
}

function fillGauges(
  { jobs, workers, used, max, lag, succeeded }: ReturnType<typeof gaugesIn>,
  status: Pick<Status, 'snapshot'>,
): void {
  for (const gauge of [jobs, workers, used, max, lag, succeeded]) gauge.reset()
  const { connectors, datasources, queue } = status.snapshot()
  if (queue !== undefined) {
    workers.set(queue.workers.length)
    for (const name of ['polls', 'objects'] as const) {
      for (const [state, count] of Object.entries(queue[name])) jobs.set({ queue: name, state }, count as number)
    }
  }
  for (const { id: connector, quota } of connectors) {
    if (quota === undefined) continue
    used.set({ connector }, quota.used)
    max.set({ connector }, quota.max)
  }
  for (const { id: datasource, objects, lastSucceeded } of datasources) {
    if (lastSucceeded !== undefined) succeeded.set({ datasource }, Date.parse(lastSucceeded) / 1000)
    for (const { object, lagSeconds } of objects) {
      if (lagSeconds !== undefined) lag.set({ datasource, object }, lagSeconds)
    }
  }
}
