import { loadOptional } from '../../../errors/optional-package.js'
import type { Target, TargetContext, TargetPlace } from '../target.js'
import { splitAddress } from '../split-address.js'
import { openBulkTarget, type BulkClient } from './bulk.js'

/** An index of Elasticsearch, through its official client. Throws CONFIG_INVALID where that is not installed. */
export async function openElasticsearchTarget(
  { name, location, login }: TargetPlace,
  context: TargetContext,
): Promise<Target> {
  // A client of version 8 talks to servers of versions 8 and 9.
  const wanted = { name: '@elastic/elasticsearch@8', user: name }
  const { Client, HttpConnection } = await loadOptional(() => import('@elastic/elasticsearch'), wanted)
  const { base: node, last: index } = splitAddress(location)
  const { user: username, password = '', apiKey } = login
  const auth = apiKey !== undefined ? { apiKey } : username !== undefined ? { username, password } : undefined
  const agent = await context.way.agentTo(node)
  const client = new Client({
    node,
    ...(auth === undefined ? {} : { auth }),
    agent: () => agent,
    Connection: HttpConnection,
    maxRetries: 0,
  })
  return openBulkTarget(client as unknown as BulkClient, { name, index }, context)
}
