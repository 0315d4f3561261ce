import type { ObjectMode, ObjectReport } from '../../terms.js'
import { printable } from '../terminal/printable.js'
import type { Terminal } from '../terminal/terminal.js'
import { renderAmount, renderCount } from './amounts.js'
import type { Colors } from './colors.js'
import { isUnicode, marksFor } from './marks.js'

/** Moving lines for the objects being read, which stay behind as plain lines when they are done. */
export interface Progress {
  started(object: string, mode: ObjectMode): void
  moved(object: string, progress: { written: number; pages: number; deleted: number }): void
  ended(report: ObjectReport): void
  close(): void
}

/**
 * One ora spinner whose text has a line per object in work: objects are read side by side, but ora has one spinner at
 * a time.
 * ora clears and redraws its lines around everything else that is written to the terminal meanwhile.
 */
export async function openProgress({ stderr, clock, env }: Terminal, colors: Colors): Promise<Progress> {
  const { default: ora } = await import('ora')
  const spinner = ora({
    stream: stderr,
    isEnabled: true,
    // Raw mode would swallow Ctrl-C, and stdin may be somebody's pipe.
    discardStdin: false,
    color: colors.isColorSupported ? 'cyan' : false,
    ...(isUnicode(env) ? {} : { spinner: 'line' as const }),
  })
  const marks = marksFor(env)
  const working = new Map<string, Working>()
  const draw = () => {
    spinner.text = [...working].map(([object, work]) => renderWorking(object, work, clock.now())).join('\n  ')
    if (working.size > 0 && !spinner.isSpinning) spinner.start()
    if (working.size === 0) spinner.stop()
  }
  return {
    started: (object, mode) => {
      working.set(object, { mode, startedMs: clock.now(), written: 0, deleted: 0, pages: 0 })
      draw()
    },
    moved: (object, progress) => {
      Object.assign(working.get(object) ?? {}, progress)
      draw()
    },
    ended: ({ object, outcome, seconds, ...counts }) => {
      const { mode, startedMs } = working.get(object) ?? { mode: counts.mode, startedMs: clock.now() - seconds * 1000 }
      working.delete(object)
      const isWell = outcome === 'done'
      const symbol = isWell ? colors.green(marks.good) : colors.yellow(outcome === 'failed' ? marks.bad : marks.note)
      const text = renderWorking(object, { ...counts, mode, startedMs }, clock.now())
      spinner.stopAndPersist({ symbol, text: isWell ? text : `${text}  ${outcome}` })
      draw()
    },
    close: () => {
      if (spinner.isSpinning) spinner.stop()
    },
  }
}

interface Working {
  mode: ObjectMode
  startedMs: number
  written: number
  deleted: number
  pages: number
}

function renderWorking(object: string, { mode, startedMs, written, deleted, pages }: Working, nowMs: number): string {
  const rate = Math.round((written * 1000) / Math.max(nowMs - startedMs, 1))
  const removed = deleted === 0 ? '' : `  ${renderCount(deleted)} deleted`
  const read = renderAmount(pages, 'page')
  return `${printable(object).padEnd(24)} ${mode}  ${renderAmount(written, 'row')}  ${renderCount(rate)}/s  ${read}${removed}`
}
