import { redact } from '../../errors/redact.js'
import type { ErrorReport, RunReport } from '../../terms.js'
import { isLogged, type LogOptions } from '../flags/log-options.js'
import type { Terminal } from '../terminal/terminal.js'
import { renderError } from './error.js'
import type { Printer } from './printer.js'

/** A run as JSON lines on stderr, one per event of the log level or a more serious one. */
export function openJsonPrinter(
  { stderr, clock }: Pick<Terminal, 'stderr' | 'clock'>,
  options: Pick<LogOptions, 'level'>,
): Printer {
  const print = (level: 'error' | 'warn' | 'info', event: string, facts: Record<string, unknown>) => {
    if (!isLogged(level, options)) return
    stderr.write(
      `${JSON.stringify({ level, time: new Date(clock.now()).toISOString(), event, ...facts }, redactTexts)}\n`,
    )
  }
  return {
    runStarted: ({ id }, objects) => print('info', 'run_started', { datasource: id, objects }),
    objectStarted: (object, mode) => print('info', 'object_started', { object, mode }),
    pageDone: (object, progress) => print('info', 'page_done', { object, ...progress }),
    objectEnded: (report) => print(levelOf(report), 'object_ended', { ...report }),
    runEnded: (report) => print(levelOf(report), 'run_ended', withoutObjects(report)),
    note: (msg) => print('info', 'note', { msg }),
    warning: (msg) => print('warn', 'warning', { msg }),
    failed: (error) => stderr.write(renderError(error, true)),
    close: () => {},
  }
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
