import { ExtractError } from '../errors/extract-error.js'
import { CHURN_KINDS, type ChurnKind, type ChurnRates } from '../sandbox/company/churn/churn.js'
import { parseFault } from '../sandbox/faults/faults.js'
import { startSandbox } from '../sandbox/sandbox.js'
import { parseChoice, parseCount, parseList } from './flags/flag-values.js'
import { extraNames, languages } from './flags/words.js'

/** The command's own flags, as they were given. */
export interface SandboxFlags {
  port?: string
  seed?: string
  records?: string
  objects?: string
  with?: string[]
  latency?: string
  churn?: string
  fault?: string[]
  tls?: string
  password?: string
  language?: string
  json?: boolean
}

/** How to reach an embedded org. */
export interface SandboxAddress {
  url: string
  clientId: string
  clientSecret: string
  /** PEM, where the org speaks TLS. */
  certificate?: string
}

/** Starts the embedded org as the flags say. Throws USAGE for a wrong one and for a port that is taken. */
export async function openSandbox(flags: SandboxFlags): Promise<{ address: SandboxAddress; close(): Promise<void> }> {
  const options = {
    port: parseCount('--port', flags.port, 0),
    seed: parseCount('--seed', flags.seed, 0),
    records: parseCount('--records', flags.records, 0),
    objects: parseCount('--objects', flags.objects, 0),
    extras: parseList(flags.with).map((name) => parseChoice('--with', name, extraNames)),
    latencyMs: parseCount('--latency', flags.latency, 0),
    churn: churnOf(flags.churn),
    faults: (flags.fault ?? []).map(readFault),
    tls: flags.tls !== undefined,
    password: flags.password,
    language: flags.language === undefined ? undefined : parseChoice('--language', flags.language, languages),
  }
  try {
    const sandbox = await startSandbox(options)
    const { url, clientId, clientSecret, certificate } = sandbox
    const address = { url, clientId, clientSecret, ...(certificate === undefined ? {} : { certificate }) }
    return { address, close: () => sandbox.close() }
  } catch (cause) {
    const where = flags.port === undefined ? '' : ` on port ${flags.port}`
    throw new ExtractError('USAGE', `The org can't be started${where}: ${(cause as Error).message}`, { cause })
  }
}

/** A number of changes a second, or a rate of each kind: `insert=2,delete=0.1`. */
function churnOf(text: string | undefined) {
  if (text === undefined || !text.includes('=')) {
    const count = parseCount('--churn', text)
    return count === undefined ? undefined : { everyMs: 1000, count }
  }
  const rates: ChurnRates = {}
  for (const pair of text.split(',')) {
    const [kind = '', rate = ''] = pair.split('=')
    if (!isChurnKind(kind))
      throw new ExtractError('USAGE', `--churn: no kind '${kind}'; known: ${CHURN_KINDS.join(', ')}`)
    if (!/^\d+(?:\.\d+)?$/.test(rate))
      throw new ExtractError('USAGE', `--churn: '${kind}' needs a number, not '${rate}'`)
    rates[kind] = Number(rate)
  }
  return { everyMs: 1000, rates }
}

function isChurnKind(text: string): text is ChurnKind {
  return (CHURN_KINDS as string[]).includes(text)
}

function readFault(text: string) {
  try {
    return parseFault(text)
  } catch (cause) {
    throw new ExtractError('USAGE', `--fault: ${(cause as Error).message}`, { cause })
  }
}
