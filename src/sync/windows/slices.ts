/** Statements that take the org too long whatever they ask for but how many rows: read so many rows at a time. */
import { isExtractError, type ExtractError } from '../../errors/extract-error.js'

/** The org's default page; and a few rows, below which a time limit has other causes than their number. */
export const firstSliceRows = 2000
const smallestSliceRows = 10

/** Reads the next slice of at most so many rows; true where it was the last. */
export type ReadSlice<T> = (mostRows: number) => AsyncGenerator<T, boolean, undefined>

/**
 * Yields what the slices yield, each half as large as the one before that took the org too long. Throws `cause` where
 * a few rows do, and whatever else `readSlice` throws.
 */
export async function* inSlices<T>(readSlice: ReadSlice<T>, cause: unknown): AsyncGenerator<T, void, undefined> {
  let size = firstSliceRows
  while (size >= smallestSliceRows) {
    try {
      if (yield* readSlice(size)) return
    } catch (error) {
      if (!isTooMuch(error)) throw error
      size = Math.floor(size / 2)
    }
  }
  throw cause
}

/**
 * Whether a slice was the last, by the rows of its pages. A later page lacks the rows that were purged since the first:
 * only a slice of one page tells.
 */
export function isLastSlice(pages: number[], mostRows: number): boolean {
  return pages.every((rows) => rows === 0) || (pages.length === 1 && pages[0]! < mostRows)
}

/**
 * Whether the org found the statement too complicated, which fewer rows don't mend, and fewer fields may. It says so
 * under two codes.
 */
export function isTooComplicated(error: unknown): error is ExtractError {
  const codes = ['QUERY_TOO_COMPLICATED', 'MALFORMED_QUERY']
  return isTooMuch(error) && codes.includes(error.details.salesforceCode ?? '')
}

/** Whether the statement that the error is about may be asked for less at a time. */
export function isTooMuch(error: unknown): error is ExtractError {
  return isExtractError(error, 'QUERY_TIMEOUT') && error.details.record === undefined
}
