import type { Batch, Org } from '../org.js'

type Single = Pick<Org, 'query' | 'describe' | 'describeGlobal'>

/** A batch whose members go to the org as single requests, each when its result is asked for first. */
export function openBatch(org: Single): Batch {
  return {
    query: (query) => org.query(query),
    describeGlobal: (lastModified) => ({ result: once(() => org.describeGlobal(lastModified)) }),
    describe: (sobject, lastModified) => ({ result: once(() => org.describe(sobject, lastModified)) }),
  }
}

/** The first call's promise for every call. */
function once<T>(fetch: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => (result ??= fetch())
}
