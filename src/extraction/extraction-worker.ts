/** The thread that reads files, one after the other: started and ended by open-extraction.ts. */
import { parentPort } from 'node:worker_threads'
import { isExtractError } from '../errors/extract-error.js'
import type { ErrorCode } from '../errors/codes.js'
import type { ExtractedText, ExtractionLimits, FileSource } from './extracted-text.js'
import { readText } from './read-text.js'

/** What the thread is sent. */
export interface ReadRequest {
  source: FileSource
  limits: ExtractionLimits
}

/** What it sends back for each request. */
export type ReadReply = { read: ExtractedText } | { failure: { code: ErrorCode; message: string } }

parentPort?.on('message', (request: ReadRequest) => {
  void answer(request).then(send)
})
// It has loaded what it is made of.
send('ready')

function send(message: ReadReply | 'ready'): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
  parentPort?.postMessage(message)
}

/** Whatever else a library throws, it was the file that made it do so. */
async function answer({ source, limits }: ReadRequest): Promise<ReadReply> {
  try {
    return { read: await readText(source, limits) }
  } catch (error) {
    if (isExtractError(error)) return { failure: { code: error.code, message: error.message } }
    return { failure: { code: 'FILE_DAMAGED', message: 'it is broken inside' } }
  }
}
