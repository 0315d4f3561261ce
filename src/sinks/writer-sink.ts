import type { State, StateChange } from '../state/state.js'
import type { Document } from '../terms.js'
import { outputFailed } from './output-failed.js'
import type { Sink } from './sink.js'

/** A place of the caller's own for documents. Its methods are called one at a time. */
export interface DocumentWriter {
  /**
   * Takes documents, the newest version of each record last. The run reads on when the promise is fulfilled; what it
   * rejects with ends the run.
   */
  write(documents: Document[]): Promise<void> | void
  /**
   * Makes durable what was written: watermarks move when the promise is fulfilled. Left out where `write` does it.
   */
  flush?(): Promise<void> | void
}

/**
 * A sink into a writer; all lanes share it. After a write or flush that failed nothing is committed any more. What the
 * writer threw comes out as OUTPUT_FAILED, an ExtractError as it is.
 */
export function openWriterSink({ writer, state }: { writer: DocumentWriter; state: State }): Sink {
  let failure: unknown
  let isFlushed = true
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (work: () => Promise<void>) => {
    const turn = last.then(() => {
      if (failure !== undefined) throw failure
      return work()
    })
    last = turn.catch(() => undefined)
    return turn
  }
  const orFail = async (work: () => Promise<void> | void) => {
    try {
      await work()
    } catch (cause) {
      failure = outputFailed("the program's own sink", cause)
      throw failure
    }
  }
  const hand = async (documents: Document[]) => {
    if (documents.length === 0) return
    isFlushed = false
    await orFail(() => writer.write(documents))
  }
  const move = async (changes: StateChange[]) => {
    if (!isFlushed) await orFail(() => writer.flush?.())
    isFlushed = true
    if (changes.length > 0) await state.write(changes)
  }
  return {
    sendsAtOnce: true,
    write: (_lane, documents) => inTurn(() => hand(documents)),
    commit: (_lane, changes) => inTurn(() => move(changes)),
    close: async () => void (await last),
  }
}
