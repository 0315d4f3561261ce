import { errorCodes } from '../../errors/codes.js'
import { ExtractError } from '../../errors/extract-error.js'
import type { Document, RunReport } from '../../terms.js'
import { openHandOver } from './hand-over.js'
import { runDatasource, type RunOptions } from '../run-datasource.js'

/** What is read; it goes to whoever iterates. */
export type DocumentsOptions = Omit<RunOptions, 'output'>

/**
 * One run over one datasource, as `runDatasource` makes it, whose documents are iterated: it reads on as they are taken.
 * The watermarks of documents move when the one after them has been asked for. Who leaves early ends the run, and gets
 * again the documents of the batch that was at hand.
 * Gives the run's report. Throws as `runDatasource` does, and at its end what kept the run, or an object of it, from
 * being done.
 */
export async function* documents(options: DocumentsOptions): AsyncGenerator<Document, RunReport, undefined> {
  const leaving = new AbortController()
  const signal = AbortSignal.any([leaving.signal, ...(options.signal === undefined ? [] : [options.signal])])
  const { batches, write, end, leave } = openHandOver<Document>()
  const run = runDatasource({ ...options, signal, output: { write } }).finally(end)
  // It is awaited below, once the documents are through.
  run.catch(() => {})
  let isThrough = false
  try {
    for await (const batch of batches) yield* batch
    isThrough = true
    return validateDone(await run)
  } finally {
    if (!isThrough) {
      const left = new ExtractError('INTERRUPTED', 'Who iterated the documents has left')
      leaving.abort(left)
      leave(left)
      await run.catch(() => {})
    }
  }
}

function validateDone(report: RunReport): RunReport {
  if (report.outcome === 'done') return report
  const found = report.error ?? report.objects.find(({ error }) => error !== undefined)?.error
  const { code, message = `The run ended as ${report.outcome}`, hint, ...details } = found ?? {}
  const known = errorCodes.find((each) => each === code) ?? 'BUG'
  throw new ExtractError(known, message, { ...(hint !== undefined && { hint }), details })
}
