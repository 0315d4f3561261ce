/** What a job has come to, for dashboards of BullMQ. */
import type { Job } from 'bullmq'
import type { Clock } from '../../clock.js'
import { combineListeners } from '../combine-listeners.js'
import type { DispatcherListener } from '../dispatcher-listener.js'

interface JobProgress {
  /** The object that was written last. */
  object: string
  /** In this run so far, of all objects. */
  written: number
  deleted: number
}

/** The listener, and beside it the job's progress, at most once a second. */
export function openJobProgress(
  job: Pick<Job, 'updateProgress'>,
  listener: DispatcherListener,
  clock: Clock,
): DispatcherListener {
  const counts = new Map<string, { written: number; deleted: number }>()
  let toldMs = 0
  const note = (object: string, { written, deleted }: { written: number; deleted: number }) => {
    counts.set(object, { written, deleted })
    if (clock.now() - toldMs < intervalMs) return
    toldMs = clock.now()
    const sum: JobProgress = { object, written: 0, deleted: 0 }
    for (const each of counts.values()) {
      sum.written += each.written
      sum.deleted += each.deleted
    }
    // Nobody waits for it, and a job that was taken over has another's.
    job.updateProgress({ ...sum }).catch(() => undefined)
  }
  return combineListeners(listener, {
    pageDone: ({ object, written, deleted }) => note(object, { written, deleted }),
    objectEnded: ({ report }) => note(report.object, report),
  })
}

const intervalMs = 1000
