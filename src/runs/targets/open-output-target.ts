import type { Clock } from '../../clock.js'
import type { Config, Connector } from '../../config/config-types.js'
import { outsideEnv } from '../../enrichment/outside-env.js'
import { ExtractError } from '../../errors/extract-error.js'
import { openWay } from '../../network/way.js'
import { openTarget } from '../../sinks/targets/targets.js'
import type { Target } from '../../sinks/targets/target.js'
import type { Retry } from '../../terms.js'
import type { Form } from '../forms/form.js'
import type { TargetOutput } from '../output.js'
import { readTargetLogin } from './read-target-login.js'

export interface TargetRun {
  config: Config
  form: Form
  signal: AbortSignal
  env?: NodeJS.ProcessEnv | undefined
  /** Its proxy and authorities are the way to targets too. */
  connector: Pick<Connector, 'proxy' | 'caFile'>
  /** Hears of each further try. */
  retried?: ((retry: Retry) => void) | undefined
}

/**
 * Opens the target of a run, with the package that it needs. Throws CONFIG_INVALID, SECRET_UNREADABLE, USAGE and
 * TARGET_FAILED.
 */
export async function openOutputTarget(
  { target: address, cwd, stdout, stderr }: TargetOutput,
  { config, form, signal, env = process.env, connector, retried }: TargetRun,
  clock: Clock,
): Promise<Target> {
  const { retry } = config.extract
  if (address.kind === 'command' && (form.format.openFile !== undefined || form.compress !== undefined)) {
    throw new ExtractError('USAGE', 'A command gets documents a line each: it takes neither csv nor compression.')
  }
  const place = await readTargetLogin(address, { env, signal })
  const { proxy, caFile } = connector
  const way = openWay({ settings: { proxy, caFile }, env, connectTimeoutMs, isForeign: true })
  const outside = { env: outsideEnv(env), cwd, stdout, stderr }
  const target = await openTarget(place, { ...form, ...outside, retry, clock, signal, retried, way })
  return {
    ...target,
    close: async () => {
      await target.close()
      way.close()
    },
  }
}

const connectTimeoutMs = 10_000
