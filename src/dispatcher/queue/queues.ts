/** The two queues in Redis: polls, and objects that are read by jobs of their own. */
import type { Job, JobsOptions, Queue, RepeatOptions } from 'bullmq'
import { loadCronTimes } from '../../config/intervals/cron.js'
import { isRange } from '../../sync/ranges/range-lane.js'
import type { QueueCounts } from '../dispatcher-listener.js'
import { queueFailed, type QueueConnection } from './connection.js'
import { objectPriority } from './priorities.js'
import { openSharedFacts, type SharedFacts } from './shared-facts.js'

/** What a poll is of: a datasource's id. */
export interface PollData {
  datasource: string
}

/** An object that a poll has handed on, or a range of one. */
export interface ObjectData {
  datasource: string
  object: string
  token: string
}

export interface Queues {
  polls: Queue<PollData>
  objects: Queue<ObjectData>
  facts: SharedFacts
  /** Sees to it that there is a job for an object, one that isn't over. Rejects with QUEUE_BROKEN. */
  addObject(data: ObjectData, org: string): Promise<void>
  counts(): Promise<QueueCounts>
  close(): Promise<void>
}

/** They have prefixes of their own, so that polls never stand behind a load of hours. */
export const queueNames = { polls: 'sf-extract-polls', objects: 'sf-extract-objects' }

/** `heard` gets what BullMQ tells of errors. */
export function openQueues(
  { bullmq, client, connection, skipVersionCheck }: QueueConnection,
  heard: (error: Error) => void,
): Queues {
  const open = <Data>(name: string) => {
    const queue = new bullmq.Queue<Data>(name, { connection, skipVersionCheck, settings: { repeatStrategy } })
    queue.on('error', heard)
    return queue as unknown as Queue<Data>
  }
  const polls = open<PollData>(queueNames.polls)
  const objects = open<ObjectData>(queueNames.objects)
  const facts = openSharedFacts(client)
  return {
    polls,
    objects,
    facts,
    addObject: (data, org) => addObject(data, org, { objects, facts }),
    async counts() {
      const [ofPolls, ofObjects, workers] = await Promise.all([countJobs(polls), countJobs(objects), facts.workers()])
      return { polls: ofPolls, objects: ofObjects, workers }
    },
    close: async () => void (await Promise.all([polls.close(), objects.close()])),
  }
}

async function addObject(
  data: ObjectData,
  org: string,
  { objects, facts }: Pick<Queues, 'objects' | 'facts'>,
): Promise<void> {
  const id = objectJobId(data)
  try {
    const known = await objects.getJob(id)
    if (known !== undefined && known.finishedOn === undefined) return
    await known?.remove()
    const place = await facts.queueUp(org, id, isRange(data.object) ? 'range' : 'object')
    await objects.add('object', data, { ...jobOptions, jobId: id, priority: objectPriority(place) })
  } catch (cause) {
    throw queueFailed(cause)
  }
}

/** Has a job that was put off or has failed done at once. It may be at work by now, or done. */
export async function promote(queue: Pick<Queue, 'getJob'>, id: string): Promise<void> {
  const job: Job | undefined = await queue.getJob(id)
  const work = job?.finishedOn === undefined ? job?.promote() : job.retry()
  await work?.catch(() => undefined)
}

/** Tries again as the worker's back-off says; results and failures are kept for a while, to be looked at. */
export const jobOptions: Pick<JobsOptions, 'attempts' | 'backoff' | 'removeOnComplete' | 'removeOnFail'> = {
  attempts: 1000,
  backoff: { type: 'by error' },
  removeOnComplete: { age: 3600, count: 500 },
  removeOnFail: { age: 7 * 86_400, count: 500 },
}

/** Cron expressions are read as without a queue, in the time zone of the dispatcher. */
export async function repeatStrategy(ms: number, { pattern = '', tz }: RepeatOptions): Promise<number> {
  return (await loadCronTimes()).nextAfter(pattern, ms, tz)
}

/** BullMQ takes no colon in it. */
function objectJobId({ datasource, object, token }: ObjectData): string {
  return [datasource, object, token].map((part) => encodeURIComponent(part)).join('/')
}

async function countJobs(queue: Pick<Queue, 'getJobCounts'>) {
  const counts = await queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'failed')
  const { waiting = 0, prioritized = 0, delayed = 0, active = 0, failed = 0 } = counts
  return { waiting: waiting + prioritized, delayed, active, failed }
}
