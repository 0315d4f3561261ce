/** The thread that a user's function runs in: started and ended by open-thread.ts. */
import { parentPort, workerData } from 'node:worker_threads'
import { parseJson, renderJson } from '../exact-json.js'
import { readAnswer } from './answers.js'
import type { Fields, Outcome } from './processor.js'

/** What the thread is started with. */
export interface ThreadFacts {
  /** The address of the module. */
  module: string
}

/** A document as JSON, which keeps the digits of its numbers. */
export interface ThreadRequest {
  id: number
  document: string
}

/** First whether there is a function, then an outcome as JSON for each request. */
export type ThreadReply = 'ready' | { fault: string } | { id: number; outcome: string }

const { module } = workerData as ThreadFacts
const enrich = await loadFunction()
if (enrich !== undefined) {
  parentPort?.on('message', ({ id, document }: ThreadRequest) => {
    void answer(document, enrich).then((outcome) => send({ id, outcome: renderJson(outcome) }))
  })
  send('ready')
}

function send(message: ThreadReply): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
  parentPort?.postMessage(message)
}

type Enrich = (document: Fields) => unknown

async function loadFunction(): Promise<Enrich | undefined> {
  try {
    const loaded = (await import(/* @vite-ignore */ module)) as { default?: unknown }
    if (typeof loaded.default === 'function') return loaded.default as Enrich
    send({ fault: 'exports no function by default' })
  } catch (error) {
    send({ fault: `can't be loaded: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}` })
  }
  return undefined
}

async function answer(document: string, call: Enrich): Promise<Outcome> {
  try {
    return readAnswer(await call(parseJson(document) as Fields))
  } catch (error) {
    const isPassing = (error as { isPassing?: unknown } | null)?.isPassing === true
    return { failure: { message: error instanceof Error ? error.message : String(error), isPassing } }
  }
}
