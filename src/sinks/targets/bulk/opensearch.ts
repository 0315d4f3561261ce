import type { TargetAddress } from '../../../config/targets/target-address.js'
import { loadPackage } from '../load-package.js'
import type { Target, TargetContext } from '../target.js'
import { openBulkTarget, splitIndex, type BulkClient } from './bulk.js'

/** An index of OpenSearch, through its official client. Throws CONFIG_INVALID where that is not installed. */
export async function openOpenSearchTarget(
  { name, location, login }: TargetAddress,
  context: TargetContext,
): Promise<Target> {
  const wanted = { name: '@opensearch-project/opensearch', target: name }
  const { Client } = await loadPackage(() => import('@opensearch-project/opensearch'), wanted)
  const { node, index } = splitIndex(location)
  const { user: username, password = '', apiKey } = login
  const agent = context.agentFor?.(new URL(node))
  const client = new Client({
    node,
    ...(username === undefined ? {} : { auth: { username, password } }),
    ...(apiKey === undefined ? {} : { headers: { authorization: `ApiKey ${apiKey}` } }),
    ...(agent === undefined ? {} : { agent: () => agent }),
    maxRetries: 0,
  })
  return openBulkTarget(client as unknown as BulkClient, { name, index }, context)
}
