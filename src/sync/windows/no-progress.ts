import { ExtractError } from '../../errors/extract-error.js'
import type { RecordId } from '../../terms.js'

/** The error for rows that were queried after a row and come before it, or with it: reading on would never end. */
export function noProgress(sobject: string, id: RecordId): ExtractError {
  return new ExtractError('BAD_ANSWER', `The rows after ${id} were queried, and it came again.`, {
    hint: 'The org, or what stands between it and sf-extract, ignores the condition on Id. Its watermark stays where it was.',
    details: { object: sobject },
  })
}
