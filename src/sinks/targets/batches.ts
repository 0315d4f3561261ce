/** Documents in batches of a size that a target takes, each tried until it is taken. */
import pLimit from 'p-limit'
import type { Document } from '../../terms.js'
import { renderLine } from '../formats/ndjson.js'
import { openPatience, type PatienceOptions } from './patience.js'
import type { Refusal, Taken } from './target.js'

/** A document and its line, without the line feed. */
export interface Rendered {
  document: Document
  json: string
  bytes: number
}

/** What became of a batch. */
export interface BatchAnswer {
  refused?: Refusal[]
  /** What is to be sent again: the target was busy, or out of reach. */
  again?: Rendered[]
  /** Why. */
  reason?: string | undefined
  /** How long the target asks to wait before. */
  waitMs?: number | undefined
  /** It is more than the target takes at once. */
  isTooLarge?: boolean
}

export interface BatchOptions extends PatienceOptions {
  /** The most of a batch; a document that is larger goes by itself. */
  limits?: BatchLimits
}

interface BatchLimits {
  documents: number
  bytes: number
}

const usualLimits: BatchLimits = { documents: 500, bytes: 5_000_000 }

/** As many batches as are under way at once, whatever number of lanes write: so much is in memory at most. */
const batchesAtOnce = 4

/**
 * The `write` of a target that takes batches. What is busy or out of reach is tried again with growing waits, or as long
 * after as it asks, `retry.attempts` times and within `retry.budgetMs`; then TARGET_FAILED is thrown. What `send` throws
 * is thrown.
 */
export function openBatches(
  send: (batch: Rendered[]) => Promise<BatchAnswer>,
  { limits = usualLimits, ...options }: BatchOptions,
): (documents: Document[]) => Promise<Taken> {
  const limit = pLimit(batchesAtOnce)
  return async (documents) => {
    const taken: Taken = { bytes: 0, refused: [] }
    for (let at = 0; at < documents.length;) {
      // A batch is rendered when it is its turn.
      await limit(async () => {
        const batch = nextBatch(documents, at, limits)
        at += batch.length
        for (const { bytes } of batch) taken.bytes += bytes
        taken.refused.push(...(await sendUntilTaken(batch, send, options)))
      })
    }
    return taken
  }
}

function nextBatch(documents: Document[], from: number, limits: BatchLimits): Rendered[] {
  const batch: Rendered[] = []
  let bytes = 0
  for (let at = from; at < documents.length && batch.length < limits.documents; at++) {
    const document = documents[at]!
    const json = renderLine(document).slice(0, -1)
    const size = Buffer.byteLength(json)
    if (batch.length > 0 && bytes + size > limits.bytes) break
    bytes += size
    batch.push({ document, json, bytes: size })
  }
  return batch
}

type Send = (batch: Rendered[]) => Promise<BatchAnswer>

async function sendUntilTaken(batch: Rendered[], send: Send, options: PatienceOptions): Promise<Refusal[]> {
  const waitFor = openPatience(options)
  const refused: Refusal[] = []
  let left = batch
  for (;;) {
    const answer = await send(left)
    refused.push(...(answer.refused ?? []))
    if (answer.isTooLarge) return [...refused, ...(await sendHalves(left, answer.reason, send, options))]
    left = answer.again ?? []
    if (left.length === 0) return refused
    await waitFor(answer)
  }
}

/** Halves may be of a size that the target takes. */
async function sendHalves(
  batch: Rendered[],
  reason: string | undefined,
  send: Send,
  options: PatienceOptions,
): Promise<Refusal[]> {
  const [first] = batch
  if (batch.length === 1) return [{ document: first!.document, reason: reason ?? 'it is too large' }]
  const middle = Math.ceil(batch.length / 2)
  return [
    ...(await sendUntilTaken(batch.slice(0, middle), send, options)),
    ...(await sendUntilTaken(batch.slice(middle), send, options)),
  ]
}
