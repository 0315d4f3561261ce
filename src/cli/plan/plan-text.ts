/** The plan of a datasource as text. */
import { renderAmount, renderCount } from '../printer/amounts.js'
import type { DailyCalls } from '../../sync/plan/preview/daily-calls.js'
import type { PlannedObject } from '../../sync/plan/preview/preview-object.js'
import type { RunPlan } from '../../sync/plan/preview/preview.js'

/** A line for the run, some for each object, and the calls of a day where they were asked for. */
export function renderPlan({ datasource, objects, children, skipped, failed, calls, daily }: RunPlan): string {
  const about = objects.some(({ rows }) => rows === undefined) ? 'at least' : 'about'
  const lines = [
    `${datasource}: ${renderAmount(objects.length, 'object')}, ${about} ${renderAmount(calls, 'API call')}`,
    ...objects.flatMap(renderObject),
    ...(children.length === 0 ? [] : ['\nChanged children, a call each:', ...children.map((soql) => `  ${soql}`)]),
    ...skipped.map(({ object, reason }) => `\n${object}: left out. ${reason}`),
    ...failed.map(({ object, error }) => `\n${object}: can't be planned. ${error.code}: ${error.message}`),
    ...(daily === undefined ? [] : [`\n${renderDaily(daily)}`]),
  ]
  return `${lines.join('\n')}\n`
}

function renderObject(planned: PlannedObject): string[] {
  const { object, mode, since, soql, others, rows, calls, missingFields, warnings } = planned
  const expected =
    rows === undefined
      ? `rows unknown (the org doesn't count them), at least ${renderAmount(calls, 'call')}`
      : `${renderAmount(rows, 'row')}, about ${renderAmount(calls, 'call')}`
  return [
    `\n${object}: ${mode}${since === undefined ? '' : ` since ${since}`}, ${expected}`,
    `  ${soql}`,
    ...others.map((other) => `  ${other}`),
    ...warnings.map((warning) => `  ${warning}`),
    ...(missingFields.length === 0 ? [] : [`  not there or not readable: ${missingFields.join(', ')}`]),
  ]
}

function renderDaily({ runs, calls, limit }: DailyCalls): string {
  const share = limit && ` (${((calls / limit) * 100).toFixed(1)}% of the org's ${renderCount(limit)})`
  return (
    `At this interval: ${renderAmount(runs, 'run')} a day, ` +
    `${renderAmount(calls, 'API call')} a day${share ?? ''} while nothing changes; records that change cost more.`
  )
}
