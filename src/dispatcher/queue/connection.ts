/** The Redis that dispatcher and workers have jobs in. */
import type { Redis } from 'ioredis'
import type * as bullMq from 'bullmq'
import type { ConnectionOptions } from 'bullmq'
import type { QueueAddress } from '../../config/addresses/queue-address.js'
import { passwordRules } from '../../config/addresses/address-credentials.js'
import { ExtractError, isExtractError, reportError } from '../../errors/extract-error.js'
import { loadOptional } from '../../errors/optional-package.js'
import { reasonOf } from '../../state/stores/store-failed.js'
import type { ErrorReport } from '../../terms.js'

/** What happens to a connection that was open. */
export interface QueueTroubles {
  /** All operations wait from now on. */
  lost(error: ErrorReport): void
  back(): void
  /** What is odd, and no reason to end. */
  warning(text: string): void
}

export interface QueueConnection {
  bullmq: BullMq
  client: Redis
  /** The client, as BullMQ's classes take it. */
  connection: ConnectionOptions
  /** BullMQ would print its own warning of the server, which was told already. */
  skipVersionCheck: boolean
  /** Without credentials. */
  text: string
  /** A further client, for what blocks one. It is closed with the connection. */
  further(): Redis
  /** At once: what is on its way is given up. */
  close(): void
}

/** What is used of the package. */
export type BullMq = Pick<typeof bullMq, 'Queue' | 'Worker' | 'DelayedError' | 'WaitingError' | 'UnrecoverableError'>

/**
 * Connects, and looks whether BullMQ can work there. A connection that breaks later is opened again by itself, and
 * operations wait for it without an end. Throws CONFIG_INVALID where a package isn't installed, QUEUE_UNREACHABLE, and
 * QUEUE_BROKEN.
 */
export async function openQueueConnection(address: QueueAddress, troubles: QueueTroubles): Promise<QueueConnection> {
  const { bullmq, Redis } = await loadPackages()
  const link: Link = { isOpened: false, isLost: false, isReadOnly: false }
  const client = new Redis(address.location, optionsOf(link))
  client.on('error', (cause: unknown) => {
    link.cause = cause
    if (link.isOpened) noteLost(link, address, troubles)
  })
  client.on('close', () => link.isOpened && noteLost(link, address, troubles))
  client.on('ready', () => {
    if (link.isLost) troubles.back()
    Object.assign(link, { isLost: false, isReadOnly: false, cause: undefined })
  })
  const clients = [client]
  let skipVersionCheck = false
  try {
    await client.connect()
    skipVersionCheck = await isOdd(client, troubles)
    link.isOpened = true
  } catch (cause) {
    client.disconnect()
    throw queueFailed(link.cause ?? cause, address.text)
  }
  return {
    bullmq,
    client,
    connection: client as unknown as ConnectionOptions,
    skipVersionCheck,
    text: address.text,
    further() {
      const further = client.duplicate()
      // The first client tells of an outage.
      further.on('error', () => undefined)
      clients.push(further)
      return further
    },
    close() {
      link.isOpened = false
      for (const each of clients) each.disconnect()
    },
  }
}

async function loadPackages() {
  const user = 'A queue'
  const bullmq = await loadOptional(() => import('bullmq'), { name: 'bullmq', user })
  const { Redis } = await loadOptional(() => import('ioredis'), { name: 'ioredis', user })
  return { bullmq, Redis }
}

interface Link {
  isOpened: boolean
  isLost: boolean
  /** The server has become a replica: its address may lead to another one soon. */
  isReadOnly: boolean
  /** What broke it last. */
  cause?: unknown
}

function optionsOf(link: Link) {
  return {
    lazyConnect: true,
    connectTimeout: 10_000,
    keepAlive: 10_000,
    // Blocking commands of BullMQ last 10 s at most. A machine that is gone without a word would be waited for longer.
    socketTimeout: 30_000,
    maxRetriesPerRequest: null,
    retryStrategy(tries: number) {
      if (!link.isOpened) return null
      return link.isReadOnly ? slowestRetryMs : Math.min(50 * 2 ** tries, slowestRetryMs)
    },
    reconnectOnError(cause: Error) {
      if (!link.isOpened || !cause.message.includes('READONLY')) return false
      Object.assign(link, { isReadOnly: true, cause })
      return sendAgain
    },
  }
}

const slowestRetryMs = 1000

/** What ioredis takes for: connect anew, and send the command again. */
const sendAgain = 2

function noteLost(link: Link, address: QueueAddress, troubles: QueueTroubles): void {
  if (link.isLost) return
  link.isLost = true
  const reason = plainReasonOf(link.cause ?? 'the connection ended')
  const text = `The queue at ${address.text} can't be reached: ${reason}. It is waited for.`
  troubles.lost(reportError(new ExtractError('QUEUE_UNREACHABLE', text)))
}

/** Jobs are lost where keys are evicted. Rejects where the server is too old. */
async function isOdd(client: Redis, troubles: QueueTroubles): Promise<boolean> {
  const info = await client.info()
  const [, version = ''] = /^redis_version:(\S+)/m.exec(info) ?? []
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < 6 || (major === 6 && minor < 2)) throw new Error(`it is Redis ${version}, and 6.2 or later is needed`)
  const [, policy = 'noeviction'] = /^maxmemory_policy:(\S+)/m.exec(info) ?? []
  if (policy === 'noeviction') return false
  troubles.warning(`The Redis of the queue may drop jobs: its maxmemory-policy is ${policy}, and has to be noeviction.`)
  return true
}

/**
 * What a client met at the Redis of the queue: QUEUE_BROKEN where that refuses what is asked, QUEUE_UNREACHABLE for all
 * else; an ExtractError stays what it is. `place` has no credentials.
 */
export function queueFailed(cause: unknown, place?: string): ExtractError {
  if (isExtractError(cause)) return cause
  const queue = place === undefined ? 'The queue' : `The queue at ${place}`
  const reason = plainReasonOf(cause)
  const hint = hints.find(([pattern]) => pattern.test(reason))?.[1]
  if (hint !== undefined || isReply(cause)) {
    return new ExtractError('QUEUE_BROKEN', `${queue} can't be used: ${reason}`, { hint, cause })
  }
  return new ExtractError('QUEUE_UNREACHABLE', `${queue} can't be reached: ${reason}`, {
    hint: 'Start the server, or correct the address in --queue, extract.queue or SF_EXTRACT_QUEUE.',
    cause,
  })
}

/** The server goes on at length on how a password is given. */
function plainReasonOf(cause: unknown): string {
  return reasonOf(cause).replace(/^NOAUTH HELLO .*$/s, 'NOAUTH it wants a password')
}

/** The name that ioredis gives to what the server answers. */
function isReply(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'ReplyError'
}

const hints: [RegExp, string][] = [
  [
    /^(?:WRONGPASS|NOAUTH)|invalid password|called without any password/i,
    `Check user and password in --queue, extract.queue or SF_EXTRACT_QUEUE. ${passwordRules}`,
  ],
  [
    /^NOPERM/,
    'The user needs the keys `bull:*` and `sf-extract-queue*`, channels of that name, and all commands but those for admins.',
  ],
  [/6\.2 or later/, 'Use a newer one, or Valkey.'],
  [/\bOOM\b/, 'Raise maxmemory of the server; with any other policy than noeviction it would lose jobs.'],
  [
    /certificate|self.signed/i,
    'The certificate of the server is not trusted: name its authority in NODE_EXTRA_CA_CERTS.',
  ],
]
