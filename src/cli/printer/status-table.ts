import type { DestinationStatus } from '../../runs/statuses.js'
import type { ObjectStatus } from '../../sync/run/status.js'
import { renderAge, renderAmount, renderCount } from './amounts.js'
import { renderTable, type Column } from './table.js'

/** A datasource's last run into a destination and, per object, how far it is and how its last reading went. */
export function renderStatus(status: DestinationStatus, nowMs: number): string {
  const { datasource, destination, lastRun, held, objects } = status
  const isNew = lastRun === undefined && objects.length === 0
  const name = isNew ? datasource : `${datasource} to ${destination}`
  return [
    `${name}: ${lastRun?.ended === undefined ? 'no run yet' : renderLastRun(lastRun, lastRun.ended, nowMs)}`,
    ...(held ? ['  A run made with --hold waits for commit or rollback.'] : []),
    ...(objects.length === 0
      ? []
      : [
          renderTable(
            columns,
            objects.map((object) => renderObject(object, nowMs)),
          ),
          ...objects.flatMap(renderNext),
        ]),
  ].join('\n')
}

const columns: Column[] = [
  { title: 'object' },
  { title: 'watermark' },
  { title: 'last' },
  { title: 'written', align: 'right' },
  { title: 'deleted', align: 'right' },
  { title: 'calls', align: 'right' },
  { title: 'age', align: 'right' },
]

type LastRun = NonNullable<DestinationStatus['lastRun']>

function renderLastRun({ outcome, calls, quota }: LastRun, ended: string, nowMs: number): string {
  const used =
    quota === undefined ? '' : `, ${renderCount(quota.used)} of the org's ${renderCount(quota.max)} API calls used`
  return `${outcome ?? 'ended'} ${renderAge(ended, nowMs)} ago, ${renderAmount(calls ?? 0, 'call')}${used}`
}

/** Who reads it now, and what the next run does beside going on from the watermark. */
function renderNext({ object, from, comparesIds, handed, ranges }: ObjectStatus): string[] {
  const whom = ranges === undefined ? 'a worker' : `workers in ${renderAmount(ranges.count, 'range')}`
  const read = ranges === undefined ? '' : `, ${ranges.read} of them read`
  return [
    ...(handed === undefined ? [] : [`${object}: handed to ${whom} since ${renderStamp(handed)}${read}.`]),
    ...(from === undefined ? [] : [`${object}: the next run reads from ${renderStamp(from)} on.`]),
    ...(comparesIds ? [`${object}: the next run compares all Ids.`] : []),
  ]
}

/** A stamp without its milliseconds, which Salesforce has as zeros. */
function renderStamp(stamp: string): string {
  return stamp.replace('.000Z', 'Z')
}

function renderObject({ object, watermark, loading, last, lastEnded }: ObjectStatus, nowMs: number): string[] {
  const code = last?.error === undefined ? '' : ` ${last.error.code}`
  return [
    object,
    loading
      ? watermark === undefined
        ? 'first load'
        : 'full run'
      : watermark === undefined
        ? '-'
        : renderStamp(watermark),
    `${last?.outcome ?? '-'}${code}`,
    last === undefined ? '-' : renderCount(last.written),
    last === undefined ? '-' : renderCount(last.deleted),
    last === undefined ? '-' : renderCount(last.calls),
    lastEnded === undefined ? '-' : renderAge(lastEnded, nowMs),
  ]
}
