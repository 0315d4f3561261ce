/** What dispatcher and workers of a queue know together, beside the jobs. */
import type { Redis } from 'ioredis'
import { queueFailed } from './connection.js'
import {
  countCallScript,
  giveBackScript,
  heardScript,
  hearScript,
  keepTurnScript,
  leaveSlotScript,
  noteUsageScript,
  putOffScript,
  queueUpScript,
  standingScript,
  takeSlotScript,
  takeTurnScript,
} from './shared-scripts.js'

/** What is known of an org. */
export interface Standing {
  /** How long nothing is to be begun; 0 where something may be. */
  waitMs: number
  why: string
  /** What it told of its usage last, and how long ago. */
  usage?: { used: number; max: number; ageMs: number }
}

export interface Turn {
  /** Runs of the datasource in a row that failed. */
  failures: number
  /** Another job does the next run, in so many ms. */
  otherInMs?: number
}

/** A place among those at work on an org. */
export interface Slot {
  org: string
  job: string
  worker: string
}

/** Each is one step of Redis, and waits while that is away. Orgs are named by orgOf. Rejects with QUEUE_BROKEN. */
export interface SharedFacts {
  takeSlot(slot: Slot, most: number): Promise<boolean>
  /** Keeps it from running out. */
  renewSlot(slot: Slot): Promise<void>
  /** Gives the id of the object's job that was parked for a slot and comes first. */
  leaveSlot(slot: Slot): Promise<string | undefined>
  park(org: string, job: string, priority: number): Promise<void>
  /** 0 where one more call was counted, else how long it takes until one may be. */
  countCall(org: string, most: number): Promise<number>
  giveBackCall(org: string): Promise<void>
  noteUsage(org: string, usage: { used: number; max: number }): Promise<void>
  standing(org: string): Promise<Standing>
  /** Nothing is begun over an org for so long; 0 ends that. */
  putOff(org: string, ms: number, why: string): Promise<void>
  /** True for the one who may look whether an org has calls again. */
  mayLook(org: string): Promise<boolean>
  takeTurn(datasource: string, job: string): Promise<Turn>
  /** The next run of the datasource is this job's, in so many ms. */
  keepTurn(datasource: string, job: string, inMs: number, failures: number): Promise<void>
  /** Whose the turn is of those whose time has not come yet. */
  turnOf(datasource: string): Promise<string | undefined>
  /** Nothing has gone wrong. */
  clearTurn(datasource: string): Promise<void>
  /** The place of a job that is added, from 0: of a whole object among the org's others, of a range behind all. */
  queueUp(org: string, job: string, kind: 'object' | 'range'): Promise<number>
  leaveQueue(org: string, job: string): Promise<void>
  /** The ids of an org's jobs for objects and ranges. */
  queued(org: string): Promise<string[]>
  hear(worker: string): Promise<void>
  forget(worker: string): Promise<void>
  workers(): Promise<string[]>
}

/** How long a slot, and a worker's name, last without a sign of life; each gives one every 10 s. */
const lifeMs = 35_000
export const signOfLifeMs = 10_000

/** A job that was put off and doesn't come by then has been lost. */
const graceMs = 60_000

export function openSharedFacts(client: Redis): SharedFacts {
  const run = (script: string, keys: string[], ...values: (string | number)[]) =>
    told(client.eval(script, keys.length, ...keys, ...values))
  const holdSlot = async ({ org, job, worker }: Slot, most: number) =>
    (await run(takeSlotScript, slotKeys(org), job, worker, most, lifeMs)) === 1
  return {
    takeSlot: holdSlot,
    renewSlot: async (slot) => void (await holdSlot(slot, Number.MAX_SAFE_INTEGER)),
    leaveSlot: async ({ org, job, worker }) =>
      ((await run(leaveSlotScript, slotKeys(org), job, worker)) as string | null) ?? undefined,
    park: async (org, job, priority) => void (await told(client.zadd(keyOf('parked', org), priority, job))),
    countCall: async (org, most) => Number(await run(countCallScript, [keyOf('calls', org)], most)),
    giveBackCall: async (org) => void (await run(giveBackScript, [keyOf('calls', org)])),
    noteUsage: async (org, { used, max }) => void (await run(noteUsageScript, [keyOf('org', org)], used, max)),
    standing: async (org) => parseStanding((await run(standingScript, [keyOf('org', org)])) as string[]),
    putOff: async (org, ms, why) => void (await run(putOffScript, [keyOf('org', org)], ms, why)),
    mayLook: async (org) => (await told(client.set(keyOf('look', org), '1', 'PX', 60_000, 'NX'))) === 'OK',
    async takeTurn(datasource, job) {
      const [failures, other] = (await run(takeTurnScript, [keyOf('turn', datasource)], job, graceMs)) as string[]
      return { failures: Number(failures), ...(other === undefined ? {} : { otherInMs: Number(other) }) }
    },
    keepTurn: async (datasource, job, inMs, failures) =>
      void (await run(keepTurnScript, [keyOf('turn', datasource)], job, Math.ceil(inMs), failures)),
    turnOf: async (datasource) => (await told(client.hget(keyOf('turn', datasource), 'job'))) ?? undefined,
    clearTurn: async (datasource) => void (await told(client.del(keyOf('turn', datasource)))),
    queueUp: async (org, job, kind) => Number(await run(queueUpScript, queueKeys(org), job, kind === 'object' ? 1 : 2)),
    leaveQueue: async (org, job) => void (await Promise.all(queueKeys(org).map((key) => told(client.srem(key, job))))),
    queued: async (org) => told(client.sunion(queueKeys(org))),
    hear: async (worker) => void (await run(hearScript, [keyOf('workers')], worker, lifeMs)),
    forget: async (worker) => void (await told(client.zrem(keyOf('workers'), worker))),
    workers: async () => (await run(heardScript, [keyOf('workers')])) as string[],
  }
}

/** A refusal says that it is the queue's. */
async function told<Reply>(reply: Promise<Reply>): Promise<Reply> {
  try {
    return await reply
  } catch (cause) {
    throw queueFailed(cause)
  }
}

function slotKeys(org: string): string[] {
  return [keyOf('slots', org), keyOf('parked', org)]
}

function queueKeys(org: string): string[] {
  return [keyOf('queued', org), keyOf('queued-ranges', org)]
}

/** Others may use the same Redis. */
function keyOf(...parts: string[]): string {
  return ['sf-extract-queue', ...parts].join(':')
}

function parseStanding([waitMs, why = '', used, max, ageMs]: string[]): Standing {
  const usage = used ? { used: Number(used), max: Number(max), ageMs: Number(ageMs) } : undefined
  return { waitMs: Number(waitMs), why, ...(usage === undefined ? {} : { usage }) }
}
