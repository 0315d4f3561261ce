import type { Batch, Org } from '../../src/org/org.js'

/** The org, and what was put into each of its batches: the SOQL of queries, the names of describes, `*` for the list. */
export function watchBatches(org: Org): { org: Org; batches: string[][] } {
  const batches: string[][] = []
  const batch = (): Batch => {
    const members: string[] = []
    batches.push(members)
    const inner = org.batch()
    return {
      query: (query) => (members.push(query.soql), inner.query(query)),
      describeGlobal: (since) => (members.push('*'), inner.describeGlobal(since)),
      describe: (sobject, since) => (members.push(sobject), inner.describe(sobject, since)),
    }
  }
  return { org: { ...org, batch }, batches }
}
