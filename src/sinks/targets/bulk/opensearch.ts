import { loadOptional } from '../../../errors/optional-package.js'
import type { Target, TargetContext, TargetPlace } from '../target.js'
import { splitAddress } from '../split-address.js'
import { openBulkTarget, type BulkClient } from './bulk.js'

/** An index of OpenSearch, through its official client. Throws CONFIG_INVALID where that is not installed. */
export async function openOpenSearchTarget(
  { name, location, login }: TargetPlace,
  context: TargetContext,
): Promise<Target> {
  const wanted = { name: '@opensearch-project/opensearch', user: name }
  const { Client } = await loadOptional(() => import('@opensearch-project/opensearch'), wanted)
  const { base: node, last: index } = splitAddress(location)
  const { user: username, password = '', apiKey } = login
  const agent = await context.way.agentTo(node)
  const client = new Client({
    node,
    ...(username === undefined ? {} : { auth: { username, password } }),
    ...(apiKey === undefined ? {} : { headers: { authorization: `ApiKey ${apiKey}` } }),
    agent: () => agent,
    maxRetries: 0,
  })
  return openBulkTarget(client as unknown as BulkClient, { name, index }, context)
}
