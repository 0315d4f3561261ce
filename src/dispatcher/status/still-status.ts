import type { Config, Datasource } from '../../config/config-types.js'
import { keptInReserve } from '../../config/quota-reserve.js'
import type { DestinationStatus } from '../../runs/statuses.js'
import type { LastRun } from '../../sync/run/last-run.js'
import { keptObject, snapshotOf } from './object-status.js'
import type { ConnectorSnapshot, DatasourceSnapshot, StatusSnapshot } from './snapshot.js'

/** What there is to see without a dispatcher: what the state has of earlier runs. `statuses` are of `config`'s datasources. */
export function buildStillStatus(statuses: DestinationStatus[], config: Config, nowMs: number): StatusSnapshot {
  const datasourceOf = (id: string) => config.datasources.find((datasource) => datasource.id === id)!
  return {
    at: new Date(nowMs).toISOString(),
    phase: 'still',
    datasources: statuses.map((status) => buildDatasource(status, datasourceOf(status.datasource), nowMs)),
    connectors: buildConnectors(statuses, config),
  }
}

function buildDatasource(status: DestinationStatus, datasource: Datasource, nowMs: number): DatasourceSnapshot {
  const { destination, lastRun, objects } = status
  const { id, name, connectorId } = datasource
  return {
    id,
    name,
    connector: connectorId,
    destination,
    failures: 0,
    isOverdue: false,
    lastEnded: lastRun?.ended,
    lastSucceeded: lastRun?.succeeded,
    outcome: lastRun?.outcome,
    failure: failureOf(lastRun),
    objects: objects.map((object) => snapshotOf(keptObject(object), nowMs)),
    rows: [],
    retries: {},
  }
}

/** A run that was ended from outside goes on the next time. */
function failureOf({ ended, error }: LastRun = {}): DatasourceSnapshot['failure'] {
  return ended === undefined || error === undefined || error.code === 'INTERRUPTED' ? undefined : { at: ended, error }
}

/** The last usage that a run was told. */
function buildConnectors(
  statuses: DestinationStatus[],
  { connectors, datasources, extract }: Config,
): ConnectorSnapshot[] {
  return connectors.map(({ id }) => {
    const own = new Set(datasources.filter(({ connectorId }) => connectorId === id).map((datasource) => datasource.id))
    const runs = statuses.flatMap(({ datasource, lastRun }) => (own.has(datasource) && lastRun?.quota ? [lastRun] : []))
    const quota = runs.toSorted((a, b) => ((a.ended ?? '') < (b.ended ?? '') ? -1 : 1)).at(-1)?.quota
    return { id, quota, reserve: quota && keptInReserve(extract.quotaReserve, quota.max), used: [] }
  })
}
