import type { ErrorReport, FoldReport, RunReport } from '../../terms.js'
import { aboutObject } from './texts/about-object.js'
import type { Colors } from './colors.js'
import { excerptSoql } from './texts/excerpt.js'

/** The errors of a run and of its objects, with what to do about them; empty where there are none. */
export function renderFailures({ objects, error }: RunReport, colors: Colors): string {
  if (error?.code === 'SINK_CLOSED') return ''
  const failed = objects.flatMap((report) => (report.error ? [renderFailure(report.error, colors, report.object)] : []))
  return [...failed, ...(error === undefined ? [] : [renderFailure(error, colors, error.object)])].join('\n')
}

/** What could not be looked for, or not be kept: a line each. */
export function renderWarnings(report: RunReport, colors: Colors): string[] {
  return warningsOf(report).map(({ object, text }) => `${colors.yellow('warning:')} ${aboutObject(object, text)}`)
}

/** The warnings of a run, those of its objects first. */
export function warningsOf({
  objects,
  warnings,
}: Pick<RunReport, 'objects' | 'warnings'>): { object?: string; text: string }[] {
  const ofObjects = objects.flatMap(({ object, warnings: own = [] }) => own.map((text) => ({ object, text })))
  return [...ofObjects, ...warnings.map((text) => ({ text }))]
}

/** All that a quiet run says: what failed, and warnings, since data may be missing. Empty where there is neither. */
export function renderQuietly(report: RunReport, colors: Colors): string {
  if (report.error?.code === 'SINK_CLOSED') return ''
  return [...renderWarnings(report, colors), renderFailures(report, colors)].filter((text) => text !== '').join('\n')
}

/** What could not be folded, and why; empty where there is nothing. */
export function renderFoldFailures(folds: FoldReport[], colors: Colors): string {
  return folds.flatMap(({ error }) => (error === undefined ? [] : [renderFailure(error, colors)])).join('\n')
}

function renderFailure({ code, message, soql, place, hint }: ErrorReport, colors: Colors, object?: string): string {
  return [
    `${colors.red(`error ${code}:`)} ${aboutObject(object, message)}`,
    ...(soql === undefined ? [] : [`  SOQL: ${excerptSoql(soql, place)}`]),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ].join('\n')
}
