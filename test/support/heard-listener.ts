import type { Listener, ObjectReport, RunReport } from '../../src/terms.js'

export interface HeardListener extends Listener {
  started: string[]
  ended: ObjectReport[]
  pages: { object: string; written: number; pages: number; deleted: number }[]
  runs: RunReport[]
  warnings: string[]
}

/** A listener that remembers what a run told. Reports are copied as they were told. */
export function openHeardListener(): HeardListener {
  const started: string[] = []
  const ended: ObjectReport[] = []
  const pages: HeardListener['pages'] = []
  const runs: RunReport[] = []
  const warnings: string[] = []
  return {
    started,
    ended,
    pages,
    runs,
    warnings,
    runStarted: () => undefined,
    objectStarted: ({ object }) => void started.push(object),
    objectEnded: ({ report }) => void ended.push(structuredClone(report)),
    pageDone: ({ object, written, pages: count, deleted }) =>
      void pages.push({ object, written, pages: count, deleted }),
    runEnded: ({ report }) => void runs.push(structuredClone(report)),
    note: () => undefined,
    warning: ({ text }) => void warnings.push(text),
  }
}
