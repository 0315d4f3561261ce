/** What runs report, from the workers to whoever shows it. */
import type { Redis } from 'ioredis'
import type { Clock } from '../../clock.js'
import { redact } from '../../errors/redact.js'
import { combineListeners } from '../combine-listeners.js'
import type { DispatcherListener } from '../dispatcher-listener.js'

/**
 * Listeners that tell everybody of polls, and of objects that are read beside them. What nobody hears, or can't be
 * told, is of no consequence.
 */
export function openRunChannel(client: Redis, clock: Clock): Record<'poll' | 'object', DispatcherListener> {
  const told = new Map<string, number>()
  const tell = (name: keyof DispatcherListener) => (event: object) => {
    if (client.status !== 'ready') return
    if (name === 'pageDone' && !isTime(event as PageKey, told, clock)) return
    client.publish(channelOf(client), redact(JSON.stringify({ name, event }))).catch(() => undefined)
  }
  const tellAll = (names: (keyof DispatcherListener)[]) => Object.fromEntries(names.map((name) => [name, tell(name)]))
  return { poll: tellAll([...ofAll, ...ofPolls]), object: tellAll(ofAll) }
}

const ofAll: (keyof DispatcherListener)[] = ['objectEnded', 'retried', 'runEnded', 'note', 'warning']

/** What is shown of a datasource is its poll; an object beside it is counted when it has ended. */
const ofPolls: (keyof DispatcherListener)[] = ['runPlanned', 'runStarted', 'objectStarted', 'pageDone', 'runFinished']

/**
 * Hears what workers tell, on a client of its own, which subscribes again by itself. `heard` gets what the listener
 * makes nothing of: a worker may be of another release.
 */
export async function hearRuns(
  client: Redis,
  listener: DispatcherListener,
  heard: (error: Error) => void,
): Promise<void> {
  const all = combineListeners(listener)
  client.on('message', (_channel: string, text: string) => {
    const message = parseMessage(text)
    if (message === undefined) return
    try {
      ;(all[message.name] as ((event: object) => void) | undefined)?.(message.event)
    } catch (error) {
      heard(error as Error)
    }
  })
  await client.subscribe(channelOf(client))
}

/** Channels are the same for all databases of a server. */
function channelOf({ options }: Redis): string {
  return `sf-extract-queue:${options.db ?? 0}:runs`
}

interface PageKey {
  runId: string
  object: string
}

const pageMs = 1000

function isTime({ runId, object }: PageKey, told: Map<string, number>, clock: Clock): boolean {
  const key = `${runId} ${object}`
  if (clock.now() - (told.get(key) ?? 0) < pageMs) return false
  if (told.size > 1000) told.clear()
  told.set(key, clock.now())
  return true
}

interface Message {
  name: keyof DispatcherListener
  event: object
}

function parseMessage(text: string): Message | undefined {
  try {
    const { name, event } = JSON.parse(text) as Partial<Message>
    return name === undefined || typeof event !== 'object' ? undefined : { name, event }
  } catch {
    return undefined
  }
}
