import { getHeapStatistics } from 'node:v8'
import { ExtractError } from '../../errors/extract-error.js'
import { CHURN_KINDS, type ChurnKind, type ChurnRates } from '../../sandbox/company/churn/churn.js'
import { parseFault } from '../../sandbox/faults/validate-fault.js'
import type { SandboxOptions } from '../../sandbox/sandbox.js'
import { parseChoice, parseCount, parseList } from '../flags/flag-values.js'
import { extraNames, languages } from '../flags/words.js'
import { readCertificate } from './read-certificate.js'

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
  refreshToken?: string
  rotateRefreshToken?: boolean
  jwtCertificate?: string
  language?: string
  json?: boolean
}

/** The flags as an embedded org takes them; files are relative to `cwd`. Throws USAGE. */
export async function parseSandboxFlags(flags: SandboxFlags, cwd: string): Promise<SandboxOptions> {
  const { refreshToken, rotateRefreshToken = false } = flags
  if (rotateRefreshToken && refreshToken === undefined) {
    throw new ExtractError('USAGE', '--rotate-refresh-token is for --refresh-token', {
      hint: 'Say which refresh token is good at first: --refresh-token TEXT.',
    })
  }
  return {
    port: parsePort(flags.port),
    seed: parseCount('--seed', flags.seed, 0),
    records: parseRecords(flags.records),
    objects: parseCount('--objects', flags.objects, 0, MOST_OBJECTS),
    extras: parseList(flags.with).map((name) => parseChoice('--with', name, extraNames)),
    latencyMs: parseCount('--latency', flags.latency, 0, LONGEST_LATENCY_MS),
    churn: parseChurn(flags.churn),
    faults: (flags.fault ?? []).map(readFault),
    tls: flags.tls !== undefined,
    password: flags.password,
    refreshToken,
    rotatesRefreshTokens: rotateRefreshToken,
    certificate: flags.jwtCertificate === undefined ? undefined : await readCertificate(flags.jwtCertificate, cwd),
    language: flags.language === undefined ? undefined : parseChoice('--language', flags.language, languages),
  }
}

/** As many custom objects as the largest org may have, packages and all (Salesforce Features and Edition Limits). */
const MOST_OBJECTS = 3000
const LONGEST_LATENCY_MS = 3_600_000
const MOST_CHANGES = 10_000

function parsePort(text: string | undefined): number | undefined {
  return parseCount('--port', text, 0, 65_535, 'Leave --port out for a free one.')
}

/** Node ends without a word on what to do where its memory runs out. */
function parseRecords(text: string | undefined): number | undefined {
  const records = parseCount('--records', text, 0)
  const neededMB = Math.ceil(((records ?? 0) * BYTES_A_RECORD) / 1_000_000)
  const limitMB = Math.floor(getHeapStatistics().heap_size_limit / 1_000_000)
  if (neededMB <= limitMB) return records
  throw new ExtractError(
    'USAGE',
    `--records ${text} takes ${neededMB} MB of memory, and Node.js uses ${limitMB} at most`,
    {
      hint: `Take fewer, or let Node.js use more, if this machine has it: NODE_OPTIONS=--max-old-space-size=${neededMB}`,
    },
  )
}

/** A record and what goes along with it, generously. */
const BYTES_A_RECORD = 1400

/** A number of changes a second, or a rate of each kind: `insert=2,delete=0.1`. */
function parseChurn(text: string | undefined): SandboxOptions['churn'] {
  if (text === undefined || !text.includes('=')) {
    const count = parseCount('--churn', text, 1, MOST_CHANGES)
    return count === undefined ? undefined : { everyMs: 1000, count }
  }
  const rates: ChurnRates = {}
  for (const pair of text.split(',')) {
    const [kind = '', rate = ''] = pair.split('=')
    if (!isChurnKind(kind))
      throw new ExtractError('USAGE', `--churn: no kind '${kind}'; known: ${CHURN_KINDS.join(', ')}`)
    if (!/^\d+(?:\.\d+)?$/.test(rate) || Number(rate) > MOST_CHANGES)
      throw new ExtractError('USAGE', `--churn: '${kind}' needs a number from 0 to ${MOST_CHANGES}, not '${rate}'`)
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
