import type { Connector } from '../../config/config-types.js'
import type { TargetAddress } from '../../config/targets/target-address.js'
import { isExtractError } from '../../errors/extract-error.js'
import type { OrgContext } from '../open-connector.js'
import { openForm } from '../forms/form.js'
import { openOutputTarget } from '../targets/open-output-target.js'
import { failure, type CheckResult } from './check-result.js'

export interface TargetCheck extends Pick<OrgContext, 'config' | 'clock' | 'env'> {
  signal: AbortSignal
  /** No call. */
  offline: boolean
  /** Whose proxy and authorities are the way to it. */
  connector: Connector | undefined
}

/** The target as a run would use it, once, and without a document. Throws INTERRUPTED. */
export async function checkTarget(
  target: TargetAddress,
  { config, clock, env, signal, offline, connector }: TargetCheck,
): Promise<CheckResult> {
  const subject = 'target'
  const { name, kind } = target
  if (offline && kind !== 'sqlite') return { outcome: 'note', subject, text: `${name}: it was not asked` }
  const { extract } = config
  const once = { ...config, extract: { ...extract, retry: { ...extract.retry, attempts: 1 } } }
  try {
    const run = { config: once, form: openForm(extract), signal, env, connector: connector ?? {} }
    const opened = await openOutputTarget({ target }, run, clock)
    try {
      return { outcome: 'good', subject, text: `${name}: ${await opened.check()}` }
    } finally {
      await opened.close()
    }
  } catch (error) {
    if (isExtractError(error, 'INTERRUPTED')) throw error
    return failure(subject, error)
  }
}
