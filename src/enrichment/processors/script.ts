import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import pLimit from 'p-limit'
import type { ProcessorOptions } from '../../config/enrichment/enrichment-types.js'
import { findScriptFault } from '../../config/sources/script-owner.js'
import { ExtractError } from '../../errors/extract-error.js'
import { buildInterruption } from '../../errors/interruption.js'
import { readAnswer } from '../answers.js'
import { copyPlain } from '../plain-value.js'
import type { Fields, Outcome, Processor, ProcessorContext } from '../processor.js'

/** Takes a document, and gives one, a list of them, or nothing. */
type Enrich = (document: Fields) => unknown

/**
 * Calls a user's function for each document. Throws CONFIG_INVALID where there is none in the file, or somebody else
 * may write to it.
 */
export async function openScript(options: ProcessorOptions<'script'>, context: ProcessorContext): Promise<Processor> {
  const place = path.resolve(context.folder, options.file)
  const hash = createHash('sha256')
    .update(await loadText(place))
    .digest('base64url')
  const enrich = await loadFunction(place, hash)
  const limit = pLimit(options.concurrency)
  const { timeoutMs: _, concurrency: __, ...rest } = options
  return {
    process: (documents) => Promise.all(documents.map((each) => limit(callFor, each, enrich, options, context))),
    identity: { ...rest, hash },
  }
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

/** By its hash a script that changed is loaded anew, also by a process that goes on. */
async function loadFunction(place: string, hash: string): Promise<Enrich> {
  let exported: unknown
  try {
    const loaded = (await import(/* @vite-ignore */ `${pathToFileURL(place).href}?${hash}`)) as { default?: unknown }
    exported = loaded.default
  } catch (cause) {
    const message = cause instanceof Error ? cause.message.split('\n')[0]! : String(cause)
    throw new ExtractError('CONFIG_INVALID', `${place} can't be loaded: ${message}`, { cause })
  }
  if (typeof exported === 'function') return exported as Enrich
  throw new ExtractError('CONFIG_INVALID', `${place} exports no function by default`)
}

async function callFor(
  document: Fields,
  enrich: Enrich,
  { timeoutMs }: ProcessorOptions<'script'>,
  { clock, signal }: ProcessorContext,
): Promise<Outcome> {
  if (signal.aborted) throw buildInterruption(signal)
  const ending = new AbortController()
  const late = clock.sleep(timeoutMs, AbortSignal.any([ending.signal, signal])).then(
    (): Outcome => ({ failure: { message: `it took longer than ${timeoutMs} ms`, isPassing: true } }),
    (): undefined => undefined,
  )
  try {
    const outcome = await Promise.race([call(document, enrich), late])
    if (signal.aborted || outcome === undefined) throw buildInterruption(signal)
    return outcome
  } finally {
    ending.abort()
  }
}

async function call(document: Fields, enrich: Enrich): Promise<Outcome> {
  try {
    return readAnswer(await enrich(copyPlain(document) as Fields))
  } catch (error) {
    const isPassing = (error as { isPassing?: unknown } | null)?.isPassing === true
    return { failure: { message: error instanceof Error ? error.message : String(error), isPassing } }
  }
}
