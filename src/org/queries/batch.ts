import type { Composite, Part } from '../composite/composite.js'
import type { Describes } from '../describes/describes.js'
import type { Batch, Pending } from '../org.js'
import type { Queries } from './queries.js'

interface BatchParts {
  composite: Composite
  describes: Describes
  queries: Queries
}

/**
 * A batch whose members travel together, as far as a composite call has room for them. What shares no call, or got
 * nothing from it, goes by itself when its result is asked for.
 */
export function openBatch({ composite, describes, queries }: BatchParts): Batch {
  const group = composite.open()
  const share = (request: Part['request']) => group.add({ request, isQuery: false })
  return {
    query(query) {
      return queries.query(query, group.add({ request: () => queries.requestOf(query), isQuery: true }))
    },
    describeGlobal(lastModified) {
      const shared = share(() => describes.requestOf(undefined, lastModified))
      return pend(() => describes.describeGlobal(lastModified, shared))
    },
    describe(sobject, lastModified) {
      const shared = share(() => describes.requestOf(sobject, lastModified))
      return pend(() => describes.describe(sobject, lastModified, shared))
    },
  }
}

/** The first call's promise for every call. */
function pend<T>(fetch: () => Promise<T>): Pending<T> {
  let result: Promise<T> | undefined
  return { result: () => (result ??= fetch()) }
}
