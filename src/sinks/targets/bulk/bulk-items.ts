import { type BatchAnswer, type Rendered } from '../batches.js'
import { targetFailed } from '../target-failed.js'

/** One entry of the answer of `_bulk`, by the name of its action. */
export type BulkItem = Record<string, { status: number; error?: BulkError }>

interface BulkError {
  type?: string
  reason?: string
  caused_by?: BulkError
}

/**
 * What became of each document of a batch; those whose place is taken by a newer one, or by a deletion, are `conflicts`.
 * Throws TARGET_FAILED for what every other document would meet too.
 */
export function readItems(
  batch: Rendered[],
  items: BulkItem[],
  name: string,
): BatchAnswer & { refused: object[]; conflicts: Rendered[] } {
  const refused: { document: Rendered['document']; reason: string }[] = []
  const again: Rendered[] = []
  const conflicts: Rendered[] = []
  let reason: string | undefined
  for (const [at, sent] of batch.entries()) {
    const [[action, { status, error }]] = Object.entries(items[at] ?? noItem) as [[string, BulkItem[string]]]
    if (status < 300 || (action === 'delete' && status === 404)) continue
    if (status === 409) {
      if (action === 'index') conflicts.push(sent)
    } else if (status === 429 || status >= 500) {
      again.push(sent)
      reason ??= `answers for documents with ${status}: ${describe(error)}`
    } else if (status === 400) {
      refused.push({ document: sent.document, reason: describe(error) })
    } else {
      throw targetFailed(name, `takes no documents: ${describe(error)} (${status})`, lookThere)
    }
  }
  return { refused, again, reason, conflicts }
}

/** Fewer answers than documents: the others are sent again. */
const noItem: BulkItem = { index: { status: 500, error: { type: 'no answer' } } }

const lookThere =
  'Look at the index, and at what its user may do: whether it is there, takes writes and may be created. Then run again.'

/** The cause of a parsing error says which value it was. */
function describe(error: BulkError | undefined): string {
  if (error === undefined) return 'no reason is given'
  const { type, reason, caused_by: cause } = error
  const because = cause?.reason === undefined ? '' : ` (${cause.reason})`
  return [type, reason].filter((text) => text !== undefined).join(': ') + because
}
