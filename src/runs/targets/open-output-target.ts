import type { Clock } from '../../clock.js'
import type { Config } from '../../config/config-types.js'
import { outsideEnv } from '../../enrichment/outside-env.js'
import { ExtractError } from '../../errors/extract-error.js'
import { openTarget } from '../../sinks/targets/targets.js'
import type { Target } from '../../sinks/targets/target.js'
import type { Form } from '../forms/form.js'
import type { TargetOutput } from '../output.js'

interface TargetRun {
  config: Config
  form: Form
  signal: AbortSignal
  env?: NodeJS.ProcessEnv | undefined
}

/** Opens the target of a run, with the package that it needs. Throws CONFIG_INVALID and TARGET_FAILED. */
export async function openOutputTarget(
  { target, cwd, stdout, stderr }: TargetOutput,
  { config, form, signal, env = process.env }: TargetRun,
  clock: Clock,
): Promise<Target> {
  const { retry } = config.extract
  const { format, compress } = form
  if (target.kind === 'command' && (format.openFile !== undefined || compress !== undefined)) {
    throw new ExtractError('USAGE', 'A command gets documents a line each: it takes neither csv nor compression.')
  }
  return openTarget(target, { format, retry, clock, signal, env: outsideEnv(env), cwd, stdout, stderr })
}
