import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import pLimit from 'p-limit'
import type { ProcessorOptions } from '../../config/enrichment/enrichment-types.js'
import { findScriptFault } from '../../config/sources/script-owner.js'
import { ExtractError } from '../../errors/extract-error.js'
import { validateNotInterrupted } from '../../errors/interruption.js'
import { inTime } from '../in-time.js'
import { openThread, type Thread } from '../open-thread.js'
import type { Failure, Fields, Outcome, Processor, ProcessorContext } from '../processor.js'

/**
 * Calls a user's function for each document, in a thread: one that never comes back, or ends its process, costs its
 * document and no more. Throws CONFIG_INVALID where there is no function in the file, or somebody else may write to it.
 */
export async function openScript(options: ProcessorOptions<'script'>, context: ProcessorContext): Promise<Processor> {
  const place = path.resolve(context.folder, options.file)
  const hash = createHash('sha256')
    .update(await loadText(place))
    .digest('base64url')
  const script: Script = { place, options, context, thread: undefined, isCareful: false, alone: pLimit(1) }
  await startThread(script)
  const limit = pLimit(options.concurrency)
  const { timeoutMs: _, concurrency: __, ...rest } = options
  return {
    process: (documents) => Promise.all(documents.map((document) => limit(callFor, document, script))),
    identity: { ...rest, hash },
    close: () => endThread(script, script.thread),
  }
}

interface Script {
  place: string
  options: ProcessorOptions<'script'>
  context: ProcessorContext
  thread: Promise<Thread> | undefined
  /** The thread ended once: from then on it has one document at a time, so that it is known whose end it was. */
  isCareful: boolean
  alone: ReturnType<typeof pLimit>
}

async function loadText(place: string): Promise<Buffer> {
  try {
    const fault = await findScriptFault(place, process.getuid?.())
    if (fault !== undefined) throw new ExtractError('CONFIG_INVALID', `${place} is not run: ${fault}`)
    return await readFile(place)
  } catch (cause) {
    if (cause instanceof ExtractError) throw cause
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : "can't be read"
    throw new ExtractError('CONFIG_INVALID', `${place} ${reason}`, { cause })
  }
}

function startThread(script: Script): Promise<Thread> {
  script.thread ??= loadThread(script)
  return script.thread
}

async function loadThread({ place, options: { timeoutMs }, context }: Script): Promise<Thread> {
  const given = new AbortController()
  try {
    const opening = openThread(pathToFileURL(place).href, { ...context, signal: given.signal })
    const thread = await unlessEnding(opening, timeoutMs, context)
    if (thread !== undefined && !('fault' in thread)) return thread
    const fault = thread?.fault ?? `takes longer than ${timeoutMs} ms to load`
    throw new ExtractError('CONFIG_INVALID', `${place} ${fault}`)
  } finally {
    given.abort()
  }
}

async function endThread(script: Script, thread: Script['thread']): Promise<void> {
  if (script.thread === thread) script.thread = undefined
  const ended = await thread?.catch(() => undefined)
  await ended?.stop()
}

/** A document that had company when the thread hung or ended may not be the cause: it is taken again, by itself. */
async function callFor(document: Fields, script: Script): Promise<Outcome> {
  if (!script.isCareful) {
    const first = await callOnce(document, script)
    if ('outcome' in first) return first.outcome
  }
  const own = await script.alone(callOnce, document, script)
  return 'outcome' in own ? own.outcome : { failure: own.failure }
}

async function callOnce(document: Fields, script: Script): Promise<{ outcome: Outcome } | { failure: Failure }> {
  const { context, options } = script
  validateNotInterrupted(context.signal)
  const thread = startThread(script)
  const { call, ended } = await thread
  const outcome = await unlessEnding(Promise.race([call(document), ended]), options.timeoutMs, context)
  if (typeof outcome === 'object') return { outcome }
  script.isCareful = true
  await endThread(script, thread)
  if (outcome !== undefined) return { failure: { message: `it ${outcome}`, isPassing: false } }
  return { failure: { message: `it took longer than ${options.timeoutMs} ms`, isPassing: true } }
}

/** Undefined where it takes too long. Throws where the run is being ended. */
async function unlessEnding<T>(promise: Promise<T>, timeoutMs: number, context: ProcessorContext) {
  const value = await inTime(promise, { ...context, timeoutMs })
  validateNotInterrupted(context.signal)
  return value
}
