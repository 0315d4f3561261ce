import type { DispatcherListener } from '../../dispatcher/dispatcher-listener.js'
import type { ErrorReport } from '../../terms.js'
import { isLogged, type LogOptions } from '../flags/log-options.js'
import { openJsonLines, type Level } from '../printer/json.js'
import type { Terminal } from '../terminal/terminal.js'

/** What the dispatcher decides between the runs, as JSON lines on stderr. The runs have a printer of their own. */
export function openJsonEvents(
  terminal: Pick<Terminal, 'stderr' | 'clock'>,
  options: Pick<LogOptions, 'level'>,
): DispatcherListener {
  const write = openJsonLines(terminal)
  const print = (level: Level, event: string, facts: Record<string, unknown>) => {
    if (isLogged(level, options)) write(level, event, facts)
  }
  return {
    datasourcesChosen: ({ datasources }) => print('info', 'datasources_chosen', { datasources }),
    runFinished: ({ datasource, runId: run, started, error, timedOut }) => {
      if (error !== undefined) print(levelOf(error), 'run_not_begun', { datasource, started, ...error })
      else if (timedOut) print('warn', 'run_timed_out', { datasource, run, started })
    },
    queueLost: ({ error }) => print('error', 'queue_lost', { ...error }),
    queueBack: () => print('info', 'queue_back', {}),
    settingsRead: ({ file, error }) =>
      error === undefined
        ? print('info', 'settings_read', { file })
        : print('error', 'settings_refused', { file, ...error }),
    draining: () => print('info', 'draining', {}),
  }
}

/** That another process runs it is nothing amiss. */
function levelOf({ code }: ErrorReport): Level {
  return code === 'LOCK_HELD' ? 'info' : 'error'
}
