import { ExtractError } from '../errors/extract-error.js'
import type { RecordId } from '../terms.js'
import { longestFit } from './longest-fit.js'

/**
 * Cuts Ids, in their order, into lists of at most `max` that fit: the caller says whether its statement for a list can
 * be sent. Throws QUERY_REFUSED where not even one Id fits.
 */
export function chunkIn(ids: RecordId[], fits: (chunk: RecordId[]) => boolean, max: number): RecordId[][] {
  const chunks: RecordId[][] = []
  for (let start = 0; start < ids.length; start += chunks.at(-1)!.length) {
    const size = longestFit(Math.min(max, ids.length - start), (count) => fits(ids.slice(start, start + count)))
    if (size === 0) {
      throw new ExtractError('QUERY_REFUSED', 'A statement with a single Id in it is still too long for one request.', {
        hint: 'Leave fields of this object out with exclude_fields.',
      })
    }
    chunks.push(ids.slice(start, start + size))
  }
  return chunks
}
