import { isExtractError } from '../../errors/extract-error.js'
import type { QueryResult } from '../../org/org.js'
import type { Page } from '../../terms.js'

/**
 * What `prepare` makes of each page of a query. Where a locator dies, one of `prepare`'s own too, `reopen` gives the
 * query of what is left, or undefined where nothing is: it has to begin after the last page that was yielded.
 * Throws LOCATOR_LOST where that doesn't mend it, and whatever else the org or `prepare` throws.
 */
export async function* reopenedPages<T>(
  first: QueryResult,
  reopen: () => QueryResult | undefined,
  prepare: (page: Page) => Promise<T>,
): AsyncGenerator<T, void, undefined> {
  let losses = 0
  for (let open: QueryResult | undefined = first; open !== undefined;) {
    try {
      for await (const page of open.pages()) {
        yield await prepare(page)
        losses = 0
      }
      return
    } catch (error) {
      if (!isExtractError(error, 'LOCATOR_LOST') || ++losses > mostLosses) throw error
      open = reopen()
    }
  }
}

/** A locator that dies this often without a page in between is not mended by opening it again. */
const mostLosses = 3
