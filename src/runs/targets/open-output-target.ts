import type { Clock } from '../../clock.js'
import type { Config } from '../../config/config-types.js'
import { outsideEnv } from '../../enrichment/outside-env.js'
import { formats } from '../../sinks/formats/formats.js'
import type { Format } from '../../sinks/formats/format.js'
import { openTarget } from '../../sinks/targets/targets.js'
import type { Target } from '../../sinks/targets/target.js'
import type { TargetOutput } from '../output.js'

interface TargetRun {
  config: Config
  format?: Format | undefined
  signal: AbortSignal
  env?: NodeJS.ProcessEnv | undefined
}

/** Opens the target of a run, with the package that it needs. Throws CONFIG_INVALID and TARGET_FAILED. */
export function openOutputTarget(
  { target, cwd, stdout, stderr }: TargetOutput,
  { config, format = formats.ndjson, signal, env = process.env }: TargetRun,
  clock: Clock,
): Promise<Target> {
  const { retry } = config.extract
  return openTarget(target, { format, retry, clock, signal, env: outsideEnv(env), cwd, stdout, stderr })
}
