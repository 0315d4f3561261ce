import { redact } from '../../errors/redact.js'
import type { ErrorReport, RunEvent, RunReport } from '../../terms.js'
import { isLogged, type LogOptions } from '../flags/log-options.js'
import { printableJson } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'
import { renderErrorJson } from './error.js'
import { warningsOf } from './failures.js'
import type { Printer } from './printer.js'

/** A run as JSON lines on stderr, one per event of the log level or a more serious one. */
export function openJsonPrinter(
  terminal: Pick<Terminal, 'stderr' | 'clock'>,
  options: Pick<LogOptions, 'level'>,
): Printer {
  const { stderr, clock } = terminal
  const write = openJsonLines(terminal)
  const print = (level: Level, event: string, facts: Record<string, unknown>) => {
    if (isLogged(level, options)) write(level, event, facts)
  }
  // Data may be missing: warnings have lines of their own where the event that has them is not logged.
  const writeWarnings = ({ datasource, run, ...report }: RunReport) => {
    const hidden = {
      warnings: isLogged(levelOf(report), options) ? [] : report.warnings,
      objects: report.objects.filter((object) => !isLogged(levelOf(object), options)),
    }
    for (const { object, text } of warningsOf(hidden)) write('warn', 'warning', { datasource, run, object, msg: text })
  }
  return {
    runStarted: (event) => print('info', 'run_started', named(event)),
    objectStarted: (event) => print('info', 'object_started', named(event)),
    pageDone: (event) => print('info', 'page_done', named(event)),
    retried: (event) => print('info', 'retried', named(event)),
    objectEnded: ({ report, ...event }) => print(levelOf(report), 'object_ended', { ...named(event), ...report }),
    runEnded: ({ report }) => {
      writeWarnings(report)
      print(levelOf(report), 'run_ended', withoutObjects(report))
    },
    folded: ({ folds }) => {
      for (const fold of folds) print(levelOf(fold), 'folded', { ...fold })
    },
    note: ({ text, ...event }) => print('info', 'note', { ...named(event), msg: text }),
    warning: ({ text, ...event }) => print('warn', 'warning', { ...named(event), msg: text }),
    failed: (error) => stderr.write(renderErrorJson(error, clock.now())),
    close: () => {},
  }
}

/** Writes an event as a JSON line on stderr. */
export function openJsonLines({ stderr, clock }: Pick<Terminal, 'stderr' | 'clock'>) {
  return (level: Level, event: string, facts: Record<string, unknown>): void => {
    const line = { level, time: new Date(clock.now()).toISOString(), event, ...facts }
    stderr.write(`${printableJson(line, redactTexts)}\n`)
  }
}

export type Level = 'error' | 'warn' | 'info'

/** An event with its run under the name that reports have for it. */
function named({ datasource, runId, ...facts }: RunEvent): Record<string, unknown> {
  return { datasource, run: runId, ...facts }
}

function levelOf({ error }: { error?: ErrorReport }): 'error' | 'info' {
  return error === undefined ? 'info' : 'error'
}

/** Each object has had its own line. */
function withoutObjects({ objects, ...report }: RunReport): Record<string, unknown> {
  return { ...report, objects: objects.length }
}

function redactTexts(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? redact(value) : value
}
