/**
 * The crash soak: runs are killed at random moments while the org keeps changing; at the end documents and org must
 * agree.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { churn } from '../../src/sandbox/company/churn/churn.js'
import { openRandom } from '../../src/sandbox/random.js'
import { startSandbox } from '../../src/sandbox/sandbox.js'
import { compareWithOrg, openLedger, readFolder, type Ledger } from './ledger.js'

export interface SoakOptions {
  seed: number
  kills: number
  /**
   * Documents go into files, where nothing may stand twice, or through a pipe, where what was not committed may; or
   * into files that are compacted now and then, where in the end each record stands once.
   */
  sink: 'files' | 'pipe' | 'compacted'
  say?: (text: string) => void
}

export interface SoakResult {
  kills: number
  runs: number
  /** Versions written. */
  written: number
  /** Lines that stand in the output again though nothing changed between; in compacted files, with any version. */
  repeated: number
  /** What documents and org don't agree on, in words. */
  differences: string[]
}

/** Runs the soak through the real command line against an embedded org of this process. */
export async function runSoak({ seed, kills, sink, say = () => {} }: SoakOptions): Promise<SoakResult> {
  const random = openRandom(seed)
  const sandbox = await startSandbox({ seed, records: 600, pageSize: 200 })
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-extract-soak-'))
  const ledger = openLedger()
  const output = path.join(folder, 'documents')
  const result: SoakResult = { kills: 0, runs: 0, written: 0, repeated: 0, differences: [] }
  writeFileSync(path.join(folder, '.salesforcerc'), configuration)
  const runOnce = async (killAfterMs?: number) => {
    result.runs += 1
    const args = sink === 'pipe' ? ['sync'] : ['sync', '--output', output]
    const killed = await runCommand({
      folder,
      args,
      sandbox,
      ledger: sink === 'pipe' ? ledger : undefined,
      killAfterMs,
    })
    if (killed) result.kills += 1
  }
  const compact = async (killAfterMs?: number) => {
    if (sink !== 'compacted') return
    const killed = await runCommand({ folder, args: ['compact', output], sandbox, ledger: undefined, killAfterMs })
    if (killed) result.kills += 1
  }
  try {
    let typicalMs = 1500
    while (result.kills < kills) {
      churn(sandbox.store, random, { count: random.integer(1, 12), lateMs })
      sandbox.clock.advance(random.integer(0, 4_000))
      const started = performance.now()
      const spared = random.chance(0.15)
      await runOnce(spared ? undefined : random.integer(50, Math.ceil(typicalMs * 1.1)))
      if (spared) typicalMs = performance.now() - started
      if (existsSync(output) && random.chance(0.4))
        await compact(random.chance(0.3) ? undefined : random.integer(100, 700))
      say(`${result.kills} kills, ${result.runs} runs`)
    }
    sandbox.clock.advance(lookbackMs * 2)
    await runOnce()
    sandbox.clock.advance(2_000)
    await runOnce()
    await compact()
    if (sink !== 'pipe') await readFolder(output, ledger)
    result.written = ledger.lines
    result.repeated = sink === 'compacted' ? ledger.lines - ledger.newest.size : ledger.repeated
    result.differences = compareWithOrg(ledger, sandbox.store)
    return result
  } finally {
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Transactions commit up to this late; the lookback is longer, as it has to be. */
const lateMs = 20_000
const lookbackMs = 60_000

const configuration = `
standard_objects_to_sync: [Account, Opportunity, Contact, Lead, Campaign, Case]
sync_custom_objects: true
custom_objects_to_sync: ["*"]
lookback: ${lookbackMs / 1000}s
page_size: 200
retry: { delay: 10ms }
`

interface CommandOptions {
  folder: string
  args: string[]
  sandbox: { url: string; clientId: string; clientSecret: string }
  /** Takes what comes through the pipe. */
  ledger: Ledger | undefined
  killAfterMs: number | undefined
}

/** Runs a command and kills it after a while; true where the kill came before its end. Throws where it fails. */
async function runCommand({ folder, args, sandbox, ledger, killAfterMs }: CommandOptions): Promise<boolean> {
  const bin = path.resolve('bin/sf-extract.js')
  const child = spawn(process.execPath, [bin, ...args, '--quiet'], {
    cwd: folder,
    env: {
      ...process.env,
      SF_EXTRACT_LOGIN_URL: sandbox.url,
      SF_EXTRACT_CLIENT_ID: sandbox.clientId,
      SF_EXTRACT_CLIENT_SECRET: sandbox.clientSecret,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const taken = ledger === undefined ? Promise.resolve(child.stdout.resume()) : ledger.takeStream(child.stdout)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const stop = new AbortController()
  if (killAfterMs !== undefined) {
    void delay(killAfterMs, undefined, { signal: stop.signal }).then(
      () => child.kill('SIGKILL'),
      () => {},
    )
  }
  const code = await ended
  stop.abort()
  await taken
  if (code !== 0 && child.signalCode !== 'SIGKILL') throw new Error(`${args[0]} ended with ${code}: ${errors}`)
  return child.signalCode === 'SIGKILL'
}
