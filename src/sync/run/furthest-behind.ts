import type { ObjectSync } from './object-context.js'

/** Runs that may make few calls get on with every object in turn: what earlier ones did not finish comes first. */
export function furthestBehindFirst(objects: ObjectSync[]): ObjectSync[] {
  return objects.toSorted((a, b) => {
    const [one, other] = [reachedBy(a), reachedBy(b)]
    return one < other ? -1 : one > other ? 1 : 0
  })
}

/** Whether an object is in the middle of its rows, or before them. */
export function isUnfinished({ state: { rows } }: ObjectSync): boolean {
  return rows.watermark === undefined || rows.open?.after !== undefined
}

function reachedBy(object: ObjectSync): string {
  return isUnfinished(object) ? '' : object.state.rows.watermark!
}
