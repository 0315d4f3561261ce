import { ExtractError } from '../errors/extract-error.js'
import { parseFault } from '../sandbox/faults/faults.js'
import { startSandbox } from '../sandbox/sandbox.js'
import type { SandboxFlags } from './commands/sandbox.js'
import { parseCount } from './flags/flag-values.js'

/** How to reach an embedded org. */
export interface SandboxAddress {
  url: string
  clientId: string
  clientSecret: string
}

/** Starts the embedded org as the flags say. Throws USAGE for a wrong one and for a port that is taken. */
export async function openSandbox(flags: SandboxFlags): Promise<{ address: SandboxAddress; close(): Promise<void> }> {
  const options = {
    ...given('port', parseCount('--port', flags.port, 0)),
    ...given('seed', parseCount('--seed', flags.seed, 0)),
    ...given('records', parseCount('--records', flags.records, 0)),
    ...given('latencyMs', parseCount('--latency', flags.latency, 0)),
    ...given('churn', churnOf(parseCount('--churn', flags.churn))),
    faults: (flags.fault ?? []).map(readFault),
  }
  try {
    const sandbox = await startSandbox(options)
    const { url, clientId, clientSecret } = sandbox
    return { address: { url, clientId, clientSecret }, close: () => sandbox.close() }
  } catch (cause) {
    const where = flags.port === undefined ? '' : ` on port ${flags.port}`
    throw new ExtractError('USAGE', `The org can't be started${where}: ${(cause as Error).message}`, { cause })
  }
}

function given<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>)
}

function churnOf(count: number | undefined) {
  return count === undefined ? undefined : { everyMs: 1000, count }
}

function readFault(text: string) {
  try {
    return parseFault(text)
  } catch (cause) {
    throw new ExtractError('USAGE', `--fault: ${(cause as Error).message}`, { cause })
  }
}
