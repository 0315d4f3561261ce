import type { ProcessorOptions } from '../../config/enrichment/enrichment-types.js'
import { validateNotInterrupted } from '../../errors/interruption.js'
import type { Fields, Outcome, Processor, ProcessorContext } from '../processor.js'
import { startProgram, type Program } from '../program/program.js'

/**
 * Hands documents to a program that runs as long as the run does: a line of JSON each, and a line for each comes back,
 * in the same order. One that ends, hangs or breaks that order is started again; a document it does so for twice is a
 * failure. It starts with the first document.
 */
export function openCommand(options: ProcessorOptions<'command'>, context: ProcessorContext): Processor {
  const { run, timeoutMs, version } = options
  let program: Program | undefined
  let last: Promise<unknown> = Promise.resolve()
  const start = () => (program ??= startProgram(run, { ...context, timeoutMs }))
  const stop = async () => {
    const running = program
    program = undefined
    await running?.stop()
  }
  return {
    // Objects share the program; one batch at a time goes through it.
    process(documents) {
      const turn = last.then(() => processBatch(documents, { start, stop, signal: context.signal }))
      last = turn.catch(() => undefined)
      return turn
    },
    identity: { run, version },
    async close() {
      await last
      const running = program
      program = undefined
      await running?.close()
    },
  }
}

interface Restarts {
  start(): Program
  stop(): Promise<void>
  signal: AbortSignal
}

async function processBatch(documents: Fields[], { start, stop, signal }: Restarts): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let [strikes, inARow] = [0, 0]
  while (outcomes.length < documents.length) {
    validateNotInterrupted(signal)
    const before = outcomes.length
    const fault = await start().exchange(documents.slice(before), (outcome) => outcomes.push(outcome))
    if (fault === undefined) continue
    await stop()
    validateNotInterrupted(signal)
    const hasMoved = outcomes.length > before
    strikes = hasMoved ? 1 : strikes + 1
    if (hasMoved) inARow = 0
    if (strikes < triesPerDocument) continue
    outcomes.push({ failure: fault })
    strikes = 0
    inARow += 1
    // It takes nothing at all: to start it for every document of the batch would only take long.
    if (inARow === mostInARow) while (outcomes.length < documents.length) outcomes.push({ failure: fault })
  }
  return outcomes
}

/** It is started again once. */
const triesPerDocument = 2
const mostInARow = 3
