/** The `_bulk` interface that Elasticsearch and OpenSearch share. */
import { ExtractError } from '../../../errors/extract-error.js'
import type { Document } from '../../../terms.js'
import { openBatches, type BatchAnswer, type Rendered } from '../batches.js'
import { targetFailed } from '../target-failed.js'
import { parseRetryAfter } from '../../../network/retry-after.js'
import type { Target, TargetContext } from '../target.js'
import { readItems, type BulkItem } from './bulk-items.js'

/** What the official clients have in common. */
export interface BulkClient {
  transport: {
    request(
      params: { method: string; path: string; bulkBody?: string[] },
      options: object,
    ): Promise<{ statusCode?: number | null; body: unknown }>
  }
  close(): Promise<void> | void
}

/**
 * A target that has documents by their `_id`. The version of each is its own stamp in milliseconds, so that an older one
 * never takes the place of a newer one, whoever sends it (`external_gte`).
 */
export function openBulkTarget(
  client: BulkClient,
  { name, index }: { name: string; index: string },
  context: TargetContext,
): Target {
  const send = async (lines: string[]): Promise<BulkItem[] | BatchAnswer> => {
    try {
      const { body } = await client.transport.request(
        { method: 'POST', path: `/${index}/_bulk`, bulkBody: lines },
        requestOptions,
      )
      const { items } = body as { items?: BulkItem[] }
      if (Array.isArray(items)) return items
      throw targetFailed(name, "answers with something that is no answer of _bulk. Check the target's address")
    } catch (error) {
      return readFailure(error, name)
    }
  }
  const sendBatch = async (batch: Rendered[]): Promise<BatchAnswer> => {
    const items = await send(batch.flatMap(renderAction))
    if (!Array.isArray(items)) return { again: batch, ...items }
    const { conflicts, ...answer } = readItems(batch, items, name)
    if (conflicts.length === 0) return answer
    return addAnswer(answer, await sendOver(conflicts))
  }
  /**
   * A deletion is known for a while with its stamp: a record that came back from the recycle bin is older than that. It
   * is written where nothing stands in its place.
   */
  const sendOver = async (batch: Rendered[]): Promise<BatchAnswer> => {
    const items = await send(batch.flatMap(({ document: { id }, json }) => [renderJson({ create: { _id: id } }), json]))
    return Array.isArray(items) ? readItems(batch, items, name) : { again: batch, ...items }
  }
  return {
    write: openBatches(sendBatch, { ...context, name }),
    check: async () => {
      try {
        return (await hasIndex(client, index))
          ? `the index ${index} is there`
          : `it answers; the first run makes ${index}`
      } catch (error) {
        throw targetFailed(name, readFailure(error, name).reason ?? 'gives no answer', credentialsOrAddress, error)
      }
    },
    // A user may be allowed to write to an index, and not to look at it.
    isMissing: async () => !(await hasIndex(client, index).catch(() => true)),
    close: async () => void (await client.close()),
  }
}

async function hasIndex(client: BulkClient, index: string): Promise<boolean> {
  try {
    const { statusCode } = await client.transport.request({ method: 'HEAD', path: `/${index}` }, requestOptions)
    return statusCode !== 404
  } catch (error) {
    if ((error as ClientError).statusCode === 404) return false
    throw error
  }
}

const requestOptions = { meta: true, maxRetries: 0, requestTimeout: 120_000 }

function renderAction({ document, json }: Rendered): string[] {
  const meta = { _id: document.id, ...versionOf(document) }
  return 'deleted' in document ? [renderJson({ delete: meta })] : [renderJson({ index: meta }), json]
}

/** What says of no moment, a directory above all, is written as it comes. */
function versionOf(document: Document): object {
  const stamp = 'deleted' in document ? document.deleted_at : 'updated' in document ? document.updated : undefined
  const version = Date.parse(stamp ?? '')
  return Number.isNaN(version) ? {} : { version, version_type: 'external_gte' }
}

function renderJson(value: object): string {
  return JSON.stringify(value)
}

function addAnswer(first: BatchAnswer, { refused = [], again = [], reason, waitMs }: BatchAnswer): BatchAnswer {
  return {
    refused: [...(first.refused ?? []), ...refused],
    again: [...(first.again ?? []), ...again],
    reason: first.reason ?? reason,
    waitMs: Math.max(first.waitMs ?? 0, waitMs ?? 0),
  }
}

interface ClientError extends Error {
  statusCode?: number
  headers?: Record<string, string>
  body?: unknown
}

/** A failure of the whole request: what may pass is an answer; throws TARGET_FAILED for what doesn't. */
function readFailure(cause: unknown, name: string): BatchAnswer {
  if (cause instanceof ExtractError) throw cause
  const { name: kind, message, statusCode, headers = {} } = cause as ClientError
  if (kind === 'ProductNotSupportedError') throw targetFailed(name, 'is no Elasticsearch', forOpenSearch, cause)
  if (kind === 'DeserializationError')
    throw targetFailed(name, 'answers with something that is no JSON', address, cause)
  if (statusCode === undefined) return { reason: `gives no answer (${message})` }
  const reason = `answers with HTTP ${statusCode}: ${message}`
  if (statusCode === 413 || statusCode === 400) return { isTooLarge: true, reason }
  if (statusCode === 429 || statusCode >= 500)
    return { reason, waitMs: parseRetryAfter({ status: statusCode, headers }) }
  throw targetFailed(name, reason, statusCode === 401 || statusCode === 403 ? credentials : address, cause)
}

const credentialsOrAddress = 'Check the address of the target, and that it runs.'
const forOpenSearch = 'For OpenSearch write opensearch+https://…; else check the host and the port.'
const address = 'Check the address of the target.'
const credentials =
  'Check the user and the password, or the API key: in the address (percent-encoded), or in SF_EXTRACT_TO_USERNAME and ' +
  'SF_EXTRACT_TO_PASSWORD, or SF_EXTRACT_TO_API_KEY. It needs to write to the index, and to create it where it is new.'
