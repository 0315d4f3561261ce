/** The job schedulers of BullMQ: one per datasource, as the settings have them. */
import type { Datasource } from '../../config/config-types.js'
import { pollPriority } from './priorities.js'
import { jobOptions, type Queues } from './queues.js'

/** When the next poll of each datasource is due, by its id. */
export type NextPolls = Map<string, number>

/**
 * Makes the schedulers equal to the datasources: those of others are removed, new ones begin at once, or at the next
 * time of their cron expression. One that has lost its next job begins anew. What is as it should be is left alone.
 */
export async function keepSchedulers({ polls }: Queues, datasources: Datasource[]): Promise<NextPolls> {
  const next: NextPolls = new Map()
  const known = new Map((await polls.getJobSchedulers()).map((scheduler) => [scheduler.key, scheduler]))
  for (const { id, syncInterval } of datasources) {
    const key = schedulerId(id)
    const wanted = repeatOf(syncInterval)
    const found = known.get(key)
    known.delete(key)
    const isRight = found?.every === wanted.every && found?.pattern === wanted.pattern && found?.tz === wanted.tz
    const nextMs = found?.next
    const job = nextMs === undefined ? undefined : await polls.getJob(`repeat:${key}:${nextMs}`)
    if (isRight && nextMs !== undefined && job !== undefined && job.finishedOn === undefined) {
      next.set(id, nextMs)
      continue
    }
    const first = await polls.upsertJobScheduler(key, wanted, {
      name: 'poll',
      data: { datasource: id },
      opts: { ...jobOptions, priority: pollPriority },
    })
    next.set(id, first.timestamp + first.delay)
  }
  for (const key of known.keys()) await polls.removeJobScheduler(key)
  return next
}

/** Cron expressions are read in the time zone of the dispatcher. */
function repeatOf(interval: Datasource['syncInterval']): { every?: number; pattern?: string; tz?: string } {
  if ('everyMs' in interval) return { every: interval.everyMs }
  return { pattern: interval.cron, tz: Intl.DateTimeFormat().resolvedOptions().timeZone }
}

/** Ids of datasources may have what BullMQ reads otherwise. */
function schedulerId(datasource: string): string {
  return encodeURIComponent(datasource)
}
