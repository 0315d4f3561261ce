/** The job schedulers of BullMQ: one per datasource, as the settings have them. */
import type { JobSchedulerJson } from 'bullmq'
import type { Datasource } from '../../config/config-types.js'
import { connectorOf } from '../../config/connector-of.js'
import type { DispatcherSettings } from '../roster.js'
import { orgOf } from './org-guard.js'
import { pollPriority } from './priorities.js'
import { jobOptions, promote, type Queues } from './queues.js'

/** When the next poll of each datasource is due, by its id. */
export type NextPolls = Map<string, number>

/**
 * Makes the schedulers equal to the datasources: those of others are removed, new ones begin at once, or at the next
 * time of their cron expression. One that has lost its next job begins anew. What is as it should be is left alone.
 */
export async function keepSchedulers({ polls }: Queues, datasources: Datasource[]): Promise<NextPolls> {
  const known = new Map((await polls.getJobSchedulers()).map((scheduler) => [scheduler.key, scheduler]))
  const keep = async (datasource: Datasource): Promise<[string, number]> => {
    const nextMs = await keepScheduler(datasource, known.get(schedulerId(datasource.id)), polls)
    return [datasource.id, nextMs]
  }
  // Side by side: thousands of them, one after the other, take longer than the time until the next look.
  const next: NextPolls = new Map(await Promise.all(datasources.map(keep)))
  for (const { id } of datasources) known.delete(schedulerId(id))
  for (const key of known.keys()) await polls.removeJobScheduler(key)
  return next
}

/** Gives when the next poll is due. */
async function keepScheduler(
  { id, syncInterval }: Datasource,
  found: JobSchedulerJson | undefined,
  polls: Queues['polls'],
): Promise<number> {
  const key = schedulerId(id)
  const wanted = repeatOf(syncInterval)
  const isRight = found?.every === wanted.every && found?.pattern === wanted.pattern && found?.tz === wanted.tz
  if (isRight && found?.next !== undefined) {
    const job = await polls.getJob(`repeat:${key}:${found.next}`)
    if (job !== undefined && job.finishedOn === undefined) return found.next
  }
  const first = await polls.upsertJobScheduler(key, wanted, {
    name: 'poll',
    data: { datasource: id },
    opts: { ...jobOptions, priority: pollPriority },
  })
  return first.timestamp + first.delay
}

/**
 * New settings may have put right what a datasource or an org waits for: it is tried at once. Whoever takes them up
 * does this, since nobody knows who is the last.
 */
export async function pardon({ config, datasources }: DispatcherSettings, queues: Queues): Promise<void> {
  const orgs = new Set(datasources.map((datasource) => orgOf(connectorOf(config, datasource))))
  await Promise.all([...orgs].map((org) => pardonOrg(org, queues)))
  await Promise.all(datasources.map(({ id }) => pardonDatasource(id, queues)))
}

export async function pardonOrg(org: string, { facts, objects }: Queues): Promise<void> {
  await facts.putOff(org, 0, '')
  for (const id of await facts.queued(org)) await promote(objects, id)
}

async function pardonDatasource(datasource: string, { facts, polls }: Queues): Promise<void> {
  const waiting = await facts.turnOf(datasource)
  if (waiting === undefined) return
  await facts.clearTurn(datasource)
  await promote(polls, waiting)
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
