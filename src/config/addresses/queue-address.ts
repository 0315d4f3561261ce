import { ExtractError, isExtractError } from '../../errors/extract-error.js'
import { passwordRules, withoutCredentials } from './address-credentials.js'
import { parseStateAddress } from './state-address.js'

/** Where the queue of a dispatcher and its workers is. */
export interface QueueAddress {
  /** The URI that the client takes. */
  location: string
  /** The address without its credentials, for messages. */
  text: string
}

/**
 * Reads `redis://HOST`, `redis://HOST/NUMBER` or `rediss://…`. A password in it is kept out of all output. Throws
 * CONFIG_INVALID for anything else; the message doesn't say where the address stands.
 */
export function parseQueueAddress(address: string): QueueAddress {
  const place = parseOrUndefined(address)
  if (place?.kind === 'redis') return { location: place.location, text: place.text }
  const hint = `Use redis://HOST:6379, redis://HOST:6379/NUMBER or rediss://…. ${passwordRules}`
  throw new ExtractError('CONFIG_INVALID', `"${withoutCredentials(address)}" isn't the address of a queue.`, { hint })
}

/**
 * A queue has workers on several machines, or as processes that come and go: what they know of the orgs has to be where
 * all of them see it. Throws CONFIG_INVALID where it isn't.
 */
export function validateStateForQueue(state: string): void {
  const { kind, text } = parseStateAddress(state)
  if (kind === 'redis' || kind === 'postgres') return
  throw new ExtractError('CONFIG_INVALID', `With a queue the state can't be ${text}: its workers have to share it.`, {
    hint:
      'Set extract.state or SF_EXTRACT_STATE to redis://… or postgres://…, the same for the dispatcher and each worker. ' +
      '`sf-extract state export` and `state import` take along what is known so far.',
  })
}

function parseOrUndefined(address: string) {
  try {
    return parseStateAddress(address)
  } catch (error) {
    if (!isExtractError(error)) throw error
    return undefined
  }
}
