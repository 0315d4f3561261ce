import { ExtractError } from '../errors/extract-error.js'
import { parseFault } from '../sandbox/faults/faults.js'
import { startSandbox } from '../sandbox/sandbox.js'
import { parseCount } from './flags/flag-values.js'

/** The command's own flags, as they were given. */
export interface SandboxFlags {
  port?: string
  seed?: string
  records?: string
  latency?: string
  churn?: string
  fault?: string[]
  json?: boolean
}

/** How to reach an embedded org. */
export interface SandboxAddress {
  url: string
  clientId: string
  clientSecret: string
}

/** Starts the embedded org as the flags say. Throws USAGE for a wrong one and for a port that is taken. */
export async function openSandbox(flags: SandboxFlags): Promise<{ address: SandboxAddress; close(): Promise<void> }> {
  const options = {
    port: parseCount('--port', flags.port, 0),
    seed: parseCount('--seed', flags.seed, 0),
    records: parseCount('--records', flags.records, 0),
    latencyMs: parseCount('--latency', flags.latency, 0),
    churn: churnOf(parseCount('--churn', flags.churn)),
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
