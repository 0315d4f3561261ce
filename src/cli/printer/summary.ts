import type { ObjectReport, RunReport } from '../../terms.js'
import { renderAmount, renderCount } from './amounts.js'
import type { Colors } from './colors.js'
import { renderFailures, renderWarnings } from './failures.js'
import { renderTable, type Column } from './table.js'

/**
 * What a run did: a line per object, what was left out, warnings, what failed, and the sum. Only the sum where the
 * reader went away.
 */
export function renderSummary(report: RunReport, colors: Colors): string {
  if (report.error?.code === 'SINK_CLOSED') return renderSum(report, 'the reader went away')
  const read = report.objects.filter(({ outcome }) => outcome !== 'skipped')
  return [
    ...(read.length === 0 ? [] : [renderTable(columns, read.map(renderObject))]),
    ...report.objects.flatMap(renderRemarks),
    ...renderWarnings(report, colors),
    renderFailures(report, colors),
    colors.bold(renderSum(report, report.outcome)),
  ]
    .filter((text) => text !== '')
    .join('\n')
}

const columns: Column[] = [
  { title: 'object' },
  { title: 'mode' },
  { title: 'written', align: 'right' },
  { title: 'deleted', align: 'right' },
  { title: 'calls', align: 'right' },
  { title: 'seconds', align: 'right' },
  { title: 'watermark' },
]

function renderObject({ object, mode, written, deleted, calls, seconds, watermark }: ObjectReport): string[] {
  return [
    object,
    mode,
    renderCount(written),
    renderCount(deleted),
    renderCount(calls),
    seconds.toFixed(1),
    renderStamp(watermark),
  ]
}

function renderRemarks({
  object,
  outcome,
  reason,
  missingFields = [],
  newFields = [],
  lostFields = [],
  notes = [],
}: ObjectReport): string[] {
  const remark = (condition: boolean, text: string) => (condition ? [`${object}: ${text}`] : [])
  return [
    ...remark(outcome === 'skipped', `left out${reason === undefined ? '' : `, ${reason}`}`),
    ...remark(outcome === 'handed', 'handed to a worker, which reads it beside this run'),
    ...remark(outcome === 'stopped', 'not finished, the next run goes on from here'),
    ...remark(missingFields.length > 0, `not readable: ${missingFields.join(', ')}`),
    ...remark(newFields.length > 0, `new fields: ${newFields.join(', ')}`),
    ...remark(lostFields.length > 0, `fields removed: ${lostFields.join(', ')}`),
    ...notes.map((note) => `${object}: ${note}`),
  ]
}

/** A run in a line: how it ended, how much it wrote, what it cost. */
export function renderSum(report: RunReport, outcome: string): string {
  const { datasource, written, deleted, directories, calls, quota } = report
  const used = quota === undefined ? '' : ` (${renderCount(quota.used)} of the org's ${renderCount(quota.max)} used)`
  const counts = `${renderCount(written)} written, ${renderCount(deleted)} deleted, ${renderDirectories(directories)}`
  return `${datasource}: ${outcome}, ${counts}, ${renderAmount(calls, 'API call')}${renderShared(report)}${used}`
}

/** The calls of the run that no line of the table has. */
function renderShared({ calls, objects }: RunReport): string {
  const own = objects.reduce((total, object) => total + object.calls, 0)
  if (objects.length === 0 || own >= calls) return ''
  return `, ${own === 0 ? 'all' : `${renderCount(calls - own)} of them`} shared by objects`
}

/** A stamp without its milliseconds, which Salesforce has as zeros. */
function renderStamp(stamp: string | undefined): string {
  return stamp?.replace('.000Z', 'Z') ?? '-'
}

function renderDirectories(count: number): string {
  return count === 1 ? '1 directory' : `${renderCount(count)} directories`
}
