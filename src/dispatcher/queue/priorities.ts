/** Who comes first; a lower number does. Pure. */

/** Of a poll, in a queue of their own. */
export const pollPriority = 1

/** BullMQ knows priorities up to this one. */
const lastPriority = 2_097_151

/**
 * Of the job of an object, or of a range of one, that has so many before it of the same org. The first of each org come
 * before the second of any, so that an org with a few objects doesn't wait for one with hundreds of jobs.
 */
export function objectPriority(place: number): number {
  return Math.min(1 + Math.max(0, place), lastPriority)
}

/** How many jobs of this kind may be at work on an org that takes so many in all: one is left for polls. */
export function mostAtOnce(kind: 'poll' | 'object', jobsAtOnce: number): number {
  return kind === 'poll' ? jobsAtOnce : Math.max(1, jobsAtOnce - 1)
}
