/**
 * The slow sweep of files: Salesforce lets nobody ask which links are new, so all files written are read again once in
 * a while, and those that hang on other records than their documents say are written.
 */
import { reEmitFiles } from '../records/re-emit.js'
import { checkpoint } from '../run/checkpoint.js'
import type { ObjectSync } from '../run/object-context.js'
import { endOf } from '../run/run.js'
import { isSweepDue } from './sweep-due.js'

/** Sweeps where it is due. One that is cut short goes on in the next run, with the Ids after the last it came to. */
export async function sweepLinks(object: ObjectSync): Promise<void> {
  const { run, state, ids } = object
  const end = endOf(run)
  if (end === undefined || !isSweepDue(object, end)) return
  const { after = '' } = state.sweep ?? {}
  let due: string[] = []
  for (const bucket of (await ids.buckets()).filter((each) => each > after)) {
    due.push(...(await ids.idsIn(bucket)))
    if (due.length < filesAtOnce) continue
    await reEmitFiles(object, due)
    due = []
    state.sweep = { ...state.sweep, after: bucket }
    await checkpoint(object, { now: true })
  }
  await reEmitFiles(object, due)
  state.sweep = { ended: end }
}

/** As many as five statements of a composite call name. */
const filesAtOnce = 2500
