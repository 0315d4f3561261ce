import { withoutObject } from '../../errors/error-text.js'
import type { ErrorReport, RunReport } from '../../terms.js'
import type { Colors } from './colors.js'
import { shortenSoql } from './error.js'

/** The errors of a run and of its objects, with what to do about them; empty where there are none. */
export function renderFailures({ objects, error }: RunReport, colors: Colors): string {
  if (error?.code === 'SINK_CLOSED') return ''
  const failed = objects.flatMap((report) => (report.error ? [renderFailure(report.error, colors, report.object)] : []))
  return [...failed, ...(error === undefined ? [] : [renderFailure(error, colors, error.object)])].join('\n')
}

/** What could not be looked for, or not be kept: of the objects, then of the run. */
export function listWarnings({ objects, warnings }: Pick<RunReport, 'objects' | 'warnings'>): string[] {
  const ofObjects = objects.flatMap(({ object, warnings: own = [] }) => own.map((text) => `${object}: ${text}`))
  return [...ofObjects, ...warnings]
}

/** The same as lines for the person. */
export function renderWarnings(report: RunReport, colors: Colors): string[] {
  return listWarnings(report).map((text) => `${colors.yellow('warning:')} ${text}`)
}

function renderFailure({ code, message, soql, hint }: ErrorReport, colors: Colors, object?: string): string {
  return [
    `${colors.red(`error ${code}:`)} ${object === undefined ? '' : `${object}: `}${withoutObject(message, object)}`,
    ...(soql === undefined ? [] : [`  SOQL: ${shortenSoql(soql)}`]),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ].join('\n')
}
