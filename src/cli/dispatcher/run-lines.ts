import type { DispatcherListener } from '../../dispatcher/dispatcher-listener.js'
import type { ErrorReport } from '../../terms.js'
import { isLogged, type LogOptions } from '../flags/log-options.js'
import type { Colors } from '../printer/colors.js'
import { renderFoldFailures, renderQuietly } from '../printer/failures.js'
import { renderSum } from '../printer/summary.js'
import { printable, printableTexts } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'
import { renderTime } from './render-time.js'

export interface RunLinesOptions extends Pick<LogOptions, 'level'> {
  colors: Colors
  /** A line for each run that ends, also where all went well. */
  showsRuns: boolean
}

/** The dispatcher as text on stderr: a line for each run that ends, what failed, and what is told meanwhile. */
export function openRunLines(
  { stderr, clock }: Pick<Terminal, 'stderr' | 'clock'>,
  options: Omit<RunLinesOptions, 'showsRuns'>,
): DispatcherListener & { close(): void } {
  const print = (text: string) => void stderr.write(`${text}\n`)
  return { ...openTextEvents(print, clock.now, { ...options, showsRuns: true }), close: () => {} }
}

/** The same for whoever prints a text of one or more lines; it is printable. */
export function openTextEvents(
  print: (text: string) => void,
  nowMs: () => number,
  { level, colors, showsRuns }: RunLinesOptions,
): DispatcherListener {
  const printAt = (least: LogOptions['level'], text: string) => {
    if (text !== '' && isLogged(least, { level })) print(text)
  }
  const printInfo = (text: string) => printAt('info', `${renderTime(nowMs())} ${printable(text)}`)
  const printFailure = (about: string, error: ErrorReport) => print(renderFailure(about, printableTexts(error), colors))
  return {
    runEnded: ({ report }) => {
      const sum = renderSum(report, report.outcome)
      const rest = renderQuietly(printableTexts(report), colors)
      if (rest !== '') print(`${renderTime(nowMs())} ${printable(sum)}\n${rest}`)
      else if (showsRuns) printInfo(sum)
    },
    runFinished: ({ datasource, error }) => {
      if (error?.code === 'LOCK_HELD') printInfo(`${datasource}: ${error.message} It is run when that one has ended.`)
      else if (error !== undefined && error.code !== 'SINK_CLOSED') printFailure(datasource, error)
    },
    queueLost: ({ error }) => printFailure('Everything waits', error),
    queueBack: () => printInfo('The queue is back: all goes on.'),
    settingsRead: ({ file = 'the environment', error }) => {
      if (error === undefined) printInfo(`The settings are read again from ${file}.`)
      else printFailure('The settings in force stay, since the new ones are refused', error)
    },
    draining: ({ atWork }) => printInfo(`Ending: ${endings[atWork]}.`),
    folded: ({ folds }) => printAt('error', renderFoldFailures(folds.map(printableTexts), colors)),
    note: ({ text }) => printAt('info', `${colors.dim('note:')} ${printable(text)}`),
    warning: ({ text }) => printAt('warn', `${colors.yellow('warning:')} ${printable(text)}`),
  }
}

const endings = {
  stops: 'what is being read ends at its next checkpoint',
  finishes: 'what is being read comes to its end',
  'goes on': 'the workers go on',
}

function renderFailure(about: string, { code, message, hint, problems = [] }: ErrorReport, colors: Colors): string {
  return [
    `${colors.red(`error ${code}:`)} ${printable(about)}: ${message}`,
    ...problems.filter((problem) => !message.includes(problem)).map((problem) => `  ${problem}`),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
  ].join('\n')
}
