import { buildOrgChanged } from '../org/login/org-changed.js'
import type { Org } from '../org/org.js'
import { clearFieldCache } from '../state/field-cache.js'
import { dropRead } from '../state/forget.js'
import { orgKey } from '../state/keys.js'
import type { State } from '../state/state.js'

/** Whose state it is. */
export interface OrgContext {
  /** The destination's, or a view of it that holds changes back. */
  state: State
  datasource: string
  /** Another org is read from its beginning. */
  full: boolean
}

/** Throws ORG_CHANGED where the state is another org's, unless that is to be read anew. Logs in. */
export async function validateSameOrg(org: Org, { state, datasource, full }: OrgContext): Promise<void> {
  const known = await state.read(orgKey(datasource))
  const { orgId } = await org.session()
  if (known !== undefined && orgId !== '' && known !== orgId && !full) throw buildOrgChanged(orgId, String(known))
}

/**
 * Keeps which org it is that a run reads. Another than before is only let in by a full run, and then nothing that was
 * read of the old one is known any more, but for the Ids written: what the new org lacks of them is to get tombstones.
 */
export async function keepOrg(org: Org, context: OrgContext): Promise<void> {
  await validateSameOrg(org, context)
  const { state, datasource } = context
  const { orgId } = await org.session()
  const known = await state.read(orgKey(datasource))
  if (orgId === '' || known === orgId) return
  if (known !== undefined) {
    await dropRead(state, datasource)
    await clearFieldCache(state)
  }
  await state.write([{ key: orgKey(datasource), value: orgId }])
}
