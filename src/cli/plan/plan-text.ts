/** The plan of a datasource as text. */
import { renderAmount, renderCount } from '../printer/amounts.js'
import type { DailyCalls } from '../../sync/plan/preview/daily-calls.js'
import type { PlannedObject } from '../../sync/plan/preview/preview-object.js'
import type { RunPlan } from '../../sync/plan/preview/preview.js'

/** A line for the run, some for each object, and the calls of a day where they were asked for. */
export function renderPlan(plan: RunPlan): string {
  const { datasource, objects, children, skipped, dropped, failed, calls, atLeast, daily } = plan
  const lines = [
    `${datasource}: ${renderAmount(objects.length, 'object')}, ${renderAbout(atLeast)} ${renderAmount(calls, 'API call')}`,
    ...objects.flatMap(renderObject),
    ...(children.length === 0 ? [] : ['\nChanged children:', ...children.map((soql) => `  ${soql}`)]),
    ...skipped.map(({ object, reason }) => `\n${object}: left out. ${reason}`),
    ...dropped.map((object) => `\n${object}: taken out of the datasource, so each of its documents gets a tombstone.`),
    ...failed.map(({ object, error }) => `\n${object}: can't be planned. ${error.code}: ${error.message}`),
    ...(daily === undefined ? [] : [`\n${renderDaily(daily)}`]),
  ]
  return `${lines.join('\n')}\n`
}

function renderObject(planned: PlannedObject): string[] {
  const { object, mode, since, transport, soql, others, rows, compared, calls, atLeast, notes, warnings } = planned
  const way = transport === 'bulk' ? ' by the Bulk API' : ''
  const expected = [
    rows === undefined ? "rows unknown (the org doesn't count them)" : renderAmount(rows, 'row'),
    ...(compared === undefined ? [] : [`${renderAmount(compared, 'Id')} to compare`]),
    `${renderAbout(atLeast)} ${renderAmount(calls, 'call')} by itself`,
  ].join(', ')
  return [
    `\n${object}: ${mode}${way}${since === undefined ? '' : ` since ${since}`}, ${expected}`,
    ...warnings.map((warning) => `  ${warning}`),
    `  ${soql}`,
    ...others.map((other) => `  ${other}`),
    ...notes.map((note) => `  ${note}`),
    ...renderFields('not there or not readable', planned.missingFields),
    ...renderFields('new fields', planned.newFields),
    ...renderFields('fields removed', planned.lostFields),
  ]
}

function renderAbout(atLeast: boolean): string {
  return atLeast ? 'at least' : 'about'
}

function renderFields(what: string, names: string[]): string[] {
  return names.length === 0 ? [] : [`  ${what}: ${names.join(', ')}`]
}

function renderDaily({ runs, calls, limit }: DailyCalls): string {
  const share = limit && ` (${((calls / limit) * 100).toFixed(1)}% of the org's ${renderCount(limit)})`
  return (
    `At this interval: ${renderAmount(runs, 'run')} a day, ` +
    `${renderAmount(calls, 'API call')} a day${share ?? ''} while nothing changes; records that change cost more.`
  )
}
