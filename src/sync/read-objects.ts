/** The reading of a run's objects, side by side. */
import pLimit from 'p-limit'
import { buildInterruption } from '../errors/interruption.js'
import { queryChildren, type ChildPoll } from './children/child-polls.js'
import { handOffLarge } from './handed/hand-off.js'
import { queryObject, syncObject } from './object-sync.js'
import type { ObjectSync } from './run/object-context.js'
import type { WritingRun } from './run/run.js'

/** Puts the queries of the run's windows into one batch, so that they can travel together, but for what is known. */
export function queryTogether(run: WritingRun, polls: ChildPoll[], objects: ObjectSync[]): void {
  const batch = run.org.batch()
  for (const poll of polls) if (poll.result === undefined) queryChildren(poll, batch)
  for (const object of objects) queryObject(object, batch)
}

/**
 * Reads the objects side by side, and files with links beside them, since these wait for what the objects have to tell
 * of them. Those with much to read may be handed off instead. An error that ends the run stops all of them and is
 * thrown when they have stopped.
 */
export async function syncObjects(run: WritingRun, objects: ObjectSync[]): Promise<void> {
  const limit = pLimit(run.settings.concurrency)
  const read = async (object: ObjectSync, recordsRead?: Promise<ObjectSync[]>) => {
    try {
      if (run.ending.error !== undefined || run.signal.aborted) return
      if (!(await handOffLarge(object, recordsRead))) await syncObject(object, recordsRead)
    } catch (error) {
      run.ending.error ??= error
    }
  }
  const records = objects.filter((object) => !hasLinks(object))
  const recordsRead = Promise.all(records.map((object) => limit(read, object))).then(() =>
    records.filter(({ plan }) => !run.handed.has(plan.object)),
  )
  await Promise.all([recordsRead, ...objects.filter(hasLinks).map((files) => read(files, recordsRead))])
  if (run.ending.error !== undefined) throw run.ending.error
  if (run.signal.aborted) throw buildInterruption(run.signal)
}

function hasLinks({ plan }: ObjectSync): boolean {
  return plan.files?.links !== undefined
}
