/** Runs against an org whose answers are mutated, each followed by a healthy one that has to put all right. */
import http from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { churn } from '../../src/sandbox/company/churn/churn.js'
import { openRandom, type Random } from '../../src/sandbox/random.js'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { callCli } from './call-cli.js'
import { compareWithOrg, openLedger, readFolder } from './ledger.js'
import { mutate } from './mutations.js'

export interface FuzzOptions {
  seed: number
  /** Ends after the run in which so many answers have been mutated. */
  answers: number
  say?: (text: string) => void
}

export interface FuzzResult {
  mutated: number
  runs: number
  /** How often a run ended with which exit code. */
  codes: Record<string, number>
  longestMs: number
  /** What must not be: stacks, bugs, runs that hang, healthy runs that don't end well, documents that differ. */
  faults: string[]
}

/** Everything is in this process: the org, the server between, and the command line. */
export async function runFuzz({ seed, answers, say = () => {} }: FuzzOptions): Promise<FuzzResult> {
  const random = openRandom(seed)
  const sandbox = await startSandbox({ seed, records: 60, pageSize: 20, childPageSize: 3, dailyCalls: 10_000_000 })
  const between = await openMutatingServer(sandbox, random)
  const result: FuzzResult = { mutated: 0, runs: 0, codes: {}, longestMs: 0, faults: [] }
  let folder = makeFolder()
  try {
    while (result.mutated < answers) {
      // A first load now and then, a run of a state that is old otherwise.
      if (random.chance(0.2)) {
        rmSync(folder, { recursive: true, force: true })
        folder = makeFolder()
      }
      churn(sandbox.store, random, { count: random.integer(1, 6), lateMs: 0 })
      sandbox.clock.advance(2_000)
      between.share = random.pick([0.02, 0.1, 0.3, 1])
      between.mutated = []
      const hurt = await runOnce(folder, between.url, result)
      const names = between.mutated.join(', ')
      result.mutated += between.mutated.length
      between.share = 0
      sandbox.clock.advance(2_000)
      const healthy = await runOnce(folder, between.url, result)
      if (healthy.code !== 0) result.faults.push(`exit ${healthy.code} after [${names}]: ${healthy.stderr}`)
      const ledger = openLedger()
      await readFolder(path.join(folder, 'documents'), ledger)
      const differences = compareWithOrg(ledger, sandbox.store)
      if (differences.length > 0) {
        result.faults.push(`${differences.length} differences after exit ${hurt.code} [${names}]: ${differences[0]}`)
        rmSync(folder, { recursive: true, force: true })
        folder = makeFolder()
      }
      say(`${result.mutated} answers, ${result.runs} runs, ${result.faults.length} faults`)
    }
    return result
  } finally {
    between.close()
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const mostMs = 60_000

async function runOnce(folder: string, url: string, result: FuzzResult): Promise<{ code: unknown; stderr: string }> {
  const env = {
    SF_EXTRACT_LOGIN_URL: url,
    SF_EXTRACT_CLIENT_ID: 'sandbox-client-id',
    SF_EXTRACT_CLIENT_SECRET: 'sandbox-client-secret',
  }
  const started = performance.now()
  const args = ['sync', '--output', 'documents', '--quiet']
  const ended = await Promise.race([
    callCli(args, { cwd: folder, env }).catch((error: unknown) => ({ code: 'thrown', stderr: String(error) })),
    new Promise<{ code: string; stderr: string }>((resolve) => {
      setTimeout(resolve, mostMs, { code: 'hangs', stderr: '' }).unref()
    }),
  ])
  result.runs += 1
  result.longestMs = Math.max(result.longestMs, performance.now() - started)
  result.codes[String(ended.code)] = (result.codes[String(ended.code)] ?? 0) + 1
  if (typeof ended.code !== 'number' || /BUG|\n\s+at /.test(ended.stderr)) {
    result.faults.push(`exit ${String(ended.code)}: ${ended.stderr.slice(0, 2_000)}`)
  }
  return ended
}

function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-extract-fuzz-'))
  writeFileSync(path.join(folder, '.salesforcerc'), configuration)
  return folder
}

const configuration = `
standard_objects_to_sync: [Account, Opportunity, Contact, Lead, Campaign, Case]
sync_custom_objects: true
custom_objects_to_sync: ["*"]
lookback: 60s
page_size: 200
retry: { delay: 1ms, attempts: 2 }
`

interface MutatingServer {
  url: string
  /** Of the answers, how many are mutated. */
  share: number
  /** What was done since this was last emptied. */
  mutated: string[]
  close(): void
}

async function openMutatingServer(sandbox: Sandbox, random: Random): Promise<MutatingServer> {
  const server = http.createServer(async (request, response) => {
    const body: Buffer[] = []
    for await (const chunk of request) body.push(chunk as Buffer)
    const answer = await passOn(request, Buffer.concat(body), sandbox.url, between.url)
    const isMutated = random.chance(between.share)
    const mutated = isMutated ? mutate(answer, random) : { name: '', answer }
    if (isMutated) between.mutated.push(`${mutated.name} (${request.url?.slice(0, 60)})`)
    response.sendDate = false
    response.writeHead(mutated.answer.status, mutated.answer.headers)
    response.end(mutated.answer.text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const between: MutatingServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    share: 0,
    mutated: [],
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
  return between
}

async function passOn(
  { method = 'GET', url = '', headers }: http.IncomingMessage,
  body: Buffer,
  org: string,
  own: string,
) {
  const { host: _, connection: _kept, 'accept-encoding': _packed, ...sent } = headers
  const asked = http.request(`${org}${url}`, { method, headers: sent, agent: false })
  asked.end(body)
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    asked.on('response', resolve).on('error', reject)
  })
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  const { 'content-length': _length, 'transfer-encoding': _coding, ...kept } = answer.headers
  const text = Buffer.concat(chunks).toString().replaceAll(org, own)
  return { status: answer.statusCode ?? 502, headers: kept as Record<string, string>, text }
}
