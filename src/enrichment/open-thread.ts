import { Worker } from 'node:worker_threads'
import { shorten } from '../errors/shorten.js'
import { parseJson, renderJson } from '../exact-json.js'
import { threadProgram } from '../extraction/thread-program.js'
import { outsideEnv } from './outside-env.js'
import type { Fields, Outcome, ProcessorContext } from './processor.js'
import type { ThreadFacts, ThreadReply } from './script-thread.js'

/** A thread with a user's function. */
export interface Thread {
  /** What the function makes of a document. Never settles where the thread ends before. */
  call(document: Fields): Promise<Outcome>
  /** Settles with the reason when the thread has ended by itself. */
  ended: Promise<string>
  /** Ends it, whatever it does. */
  stop(): Promise<void>
}

/**
 * Starts a thread that has loaded a module, or says why it can't; `signal` ends one that is still loading. What it
 * prints goes into the log, since stdout is for documents.
 */
export async function openThread(
  module: string,
  { env, log, signal }: Pick<ProcessorContext, 'env' | 'log' | 'signal'>,
): Promise<Thread | { fault: string }> {
  const workerData: ThreadFacts = { module }
  const worker = new Worker(threadProgram('script-thread'), {
    execArgv: [],
    env: outsideEnv(env),
    stdout: true,
    stderr: true,
    workerData,
  })
  for (const stream of [worker.stdout, worker.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n'))
        if (line.trim() !== '') log.debug({ processor: 'script' }, shorten(line, 300))
    })
  }
  const waiting = new Map<number, (outcome: Outcome) => void>()
  const ended = watchEnd(worker)
  const stop = () => void worker.terminate()
  signal.addEventListener('abort', stop)
  const first = await Promise.race([ended.then((fault) => ({ fault })), nextReply(worker)])
  signal.removeEventListener('abort', stop)
  if (typeof first === 'object') {
    await worker.terminate()
    return { fault: 'fault' in first ? first.fault : 'answers before it is asked' }
  }
  worker.unref()
  worker.on('message', (reply: Exclude<ThreadReply, 'ready' | { fault: string }>) => {
    waiting.get(reply.id)?.(parseJson(reply.outcome) as Outcome)
    waiting.delete(reply.id)
  })
  let last = 0
  return {
    call: (document) =>
      new Promise((resolve) => {
        const id = (last += 1)
        waiting.set(id, resolve)
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
        worker.postMessage({ id, document: renderJson(document) })
      }),
    ended,
    stop: async () => void (await worker.terminate()),
  }
}

function nextReply(worker: Worker): Promise<ThreadReply> {
  return new Promise((resolve) => worker.once('message', resolve))
}

/** Why it ended: an error that nobody caught, or a script that ends its process. */
function watchEnd(worker: Worker): Promise<string> {
  return new Promise((resolve) => {
    worker.on('error', (error) => resolve(`threw "${shorten(String((error as Error | null)?.message ?? error), 300)}"`))
    worker.once('exit', (code) => resolve(`ended with exit code ${code}`))
  })
}
