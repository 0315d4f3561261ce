import { parseQueueAddress, validateStateForQueue } from '../../config/addresses/queue-address.js'
import type { Config } from '../../config/config-types.js'
import { openQueueConnection, type QueueConnection } from '../../dispatcher/queue/connection.js'
import type { DispatcherListener } from '../../dispatcher/dispatcher-listener.js'
import type { Log } from '../../terms.js'
import type { CommonFlags } from '../command.js'
import { logWarning, type Terminal } from '../terminal/terminal.js'

export interface QueueLink {
  connection: QueueConnection
  /** Takes what BullMQ met. An outage the connection tells; what two workers do about one job is for debugging. */
  heard(error: Error): void
}

/** Connects to the queue; `listener` hears when it is away. Throws what openQueueConnection does. */
export async function openQueueLink(
  address: string,
  { config, log, listener }: { config: Config; log: Log; listener: DispatcherListener },
  flags: CommonFlags,
  terminal: Terminal,
): Promise<QueueLink> {
  const place = parseQueueAddress(address)
  validateStateForQueue(config.extract.state)
  const warn = (text: string) => logWarning(terminal, flags, text)
  const connection = await openQueueConnection(place, {
    lost: (error) => listener.queueLost?.({ error }),
    back: () => listener.queueBack?.({}),
    warning: warn,
  })
  const told = new Set<string>()
  const heard = ({ message }: Error) => {
    log.debug({ message }, 'The queue')
    if (!serious.test(message) || told.has(message)) return
    told.add(message)
    warn(`The queue at ${place.text}: ${message}`)
  }
  return { connection, heard }
}

/** By the words that Redis begins its errors with: it refuses what nothing goes on without. */
const serious = /\b(?:OOM|NOPERM|NOAUTH|WRONGPASS|MISCONF|READONLY|CROSSSLOT)\b/
