/** Reads the text of files in a thread of its own, where a hostile file costs itself and nothing else. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import pLimit from 'p-limit'
import type { Clock } from '../clock.js'
import { ExtractError } from '../errors/extract-error.js'
import { buildInterruption } from '../errors/interruption.js'
import { usualLimits, type ExtractedText, type ExtractionLimits, type FileSource } from './extracted-text.js'
import type { ReadReply, ReadRequest } from './extraction-worker.js'
import { fileDamaged, fileTooComplex } from './file-errors.js'
import { threadProgram } from './thread-program.js'

export interface Extraction {
  /**
   * What a file says; without `text` where it is of no kind that is read. Files are read one after the other. Throws
   * FILE_LOCKED for one with a password, FILE_DAMAGED for one that is not what it seems, FILE_TOO_COMPLEX for one that
   * takes too long or too much.
   */
  extractText(source: FileSource): Promise<ExtractedText>
  /** Ends the thread. */
  close(): Promise<void>
}

export interface ExtractionOptions {
  clock: Clock
  limits?: Partial<ExtractionLimits> | undefined
  /** Ends a reading with INTERRUPTED. */
  signal?: AbortSignal | undefined
}

/** The thread starts with the first file, and anew after one that it had to be ended for. */
export function openExtraction({ clock, limits, signal }: ExtractionOptions): Extraction {
  const all = { ...usualLimits, ...limits }
  const inLine = pLimit(1)
  let worker: Worker | undefined
  const end = async () => {
    const ended = worker
    worker = undefined
    await ended?.terminate()
  }
  return {
    extractText: (source) =>
      inLine(async () => {
        worker ??= await startWorker(all)
        const reply = await readWithin(worker, { source, limits: all }, { clock, signal })
        if ('read' in reply) return reply.read
        if ('failure' in reply) throw new ExtractError(reply.failure.code, reply.failure.message)
        await end()
        throw reply.ended
      }),
    close: end,
  }
}

/** What libraries print is nobody's business. A thread that doesn't start is no fault of a file: it throws. */
async function startWorker({ heapMb }: ExtractionLimits): Promise<Worker> {
  const worker = new Worker(threadProgram('extraction-worker'), {
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 8 },
  })
  worker.stdout.resume()
  worker.stderr.resume()
  await once(worker, 'message')
  // Whoever waits for a reply hears of an error; without a listener Node would end the process as well.
  worker.on('error', () => {})
  return worker
}

/** The reply to a request, or why the thread has to be ended, or ended by itself. */
function readWithin(
  worker: Worker,
  request: ReadRequest,
  { clock, signal }: Pick<ExtractionOptions, 'clock' | 'signal'>,
): Promise<ReadReply | { ended: ExtractError }> {
  const { timeMs, growthMb, heapMb } = request.limits
  const startRss = process.memoryUsage.rss()
  let ticks = 0
  return new Promise((resolve) => {
    const settle = (reply: ReadReply | { ended: ExtractError }) => {
      stop()
      worker.off('message', settle).off('error', onError).off('exit', onExit)
      worker.unref()
      resolve(reply)
    }
    const onError = (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      settle({
        ended: isMemory ? fileTooComplex(`to read it took more than ${heapMb} MB`) : fileDamaged(error.message),
      })
    }
    const onExit = () => settle({ ended: fileDamaged('it ended the thread that read it') })
    const stop = clock.every(tickMs, () => {
      ticks += 1
      if (signal?.aborted) settle({ ended: buildInterruption(signal) })
      const grownMb = (process.memoryUsage.rss() - startRss) / 1_000_000
      if (ticks * tickMs >= timeMs) settle({ ended: fileTooComplex(`to read it took more than ${timeMs / 1000} s`) })
      if (grownMb > growthMb) settle({ ended: fileTooComplex(`to read it took more than ${growthMb} MB`) })
    })
    worker.ref()
    worker.on('message', settle).on('error', onError).on('exit', onExit)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
    worker.postMessage(request)
  })
}

const tickMs = 100
