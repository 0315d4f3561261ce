/** A dispatcher that runs for long beside an org that changes all the time: what it costs, and whether it keeps up. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { compareWithOrg, openLedger, readFolder } from './ledger.js'

export interface ChurnedOptions {
  seed: number
  minutes: number
  /** Changes of the org a second. */
  rate: number
  /** Is told after every minute. */
  say?: (minute: ChurnedMinute) => void
}

export interface ChurnedMinute {
  minute: number
  /** Resident memory of the dispatcher at its end. */
  memoryMb: number
  /** How far the watermark of an object was behind the org's clock at most, when the run that moved it ended. */
  mostLagSeconds: number
  runs: number
  calls: number
  written: number
  deleted: number
}

export interface ChurnedResult {
  minutes: ChurnedMinute[]
  /** Lines that stand in files again though nothing changed between. */
  repeats: string[]
  /** What documents and org don't agree on, in words. */
  differences: string[]
  exitCode: number | null
}

/** Runs the real command line with two datasources into files, and compares documents and org at the end. */
export async function runChurned({ seed, minutes, rate, say }: ChurnedOptions): Promise<ChurnedResult> {
  const sandbox = await startSandbox({ seed, records: 3000, dailyCalls: 10_000_000 })
  const churning = setInterval(() => sandbox.churn({ count: 1, lateMs }), 1000 / rate)
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-extract-churn-'))
  writeFileSync(path.join(folder, 'coco.yml'), renderSettings(sandbox))
  try {
    const dispatcher = startDispatcher(folder, sandbox)
    const told: ChurnedMinute[] = []
    for (let minute = 1; minute <= minutes; minute += 1) {
      const counts = dispatcher.count()
      await delay(60_000)
      told.push({ minute, memoryMb: readMemory(dispatcher.child), ...counts() })
      say?.(told.at(-1)!)
    }
    const exitCode = await dispatcher.stop()
    clearInterval(churning)
    await delay(lateMs + 1000)
    await startCli(['sync', '--all', '--output', 'documents', '--quiet'], folder).ended
    const ledger = openLedger()
    await readFolder(path.join(folder, 'documents'), ledger)
    const differences = compareWithOrg(ledger, sandbox.store)
    return { minutes: told, repeats: ledger.repeats, differences, exitCode }
  } finally {
    clearInterval(churning)
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Transactions commit up to this late; the lookback is longer, as it has to be. */
const lateMs = 20_000
const lookback = '60s'

function renderSettings({ url, clientId, clientSecret }: Sandbox): string {
  const config = { login_url: url, client_id: clientId, client_secret: clientSecret }
  const processor = { enabled: true, name: 'salesforce' }
  return JSON.stringify({
    connector: { id: 'salesforce', processor, config },
    datasource: [
      datasource('service', '5s', { standard_objects_to_sync: ['Account', 'Contact', 'Case'] }),
      datasource('sales', '15s', {
        standard_objects_to_sync: ['Opportunity', 'Lead', 'Campaign'],
        sync_custom_objects: true,
        custom_objects_to_sync: ['Project__c', 'Invoice__c'],
      }),
    ],
  })
}

function datasource(id: string, interval: string, objects: object): object {
  const connector = { id: 'salesforce', config: { lookback, ...objects } }
  return { id, name: id, type: 'connector', connector, sync: { interval } }
}

type Counts = Omit<ChurnedMinute, 'minute' | 'memoryMb'>

/** The dispatcher as a process, and what its log says. */
function startDispatcher(folder: string, { clock }: Sandbox) {
  const { child, ended } = startCli(['run', '--output', 'documents'], folder)
  let counts: Counts = openCounts()
  createInterface({ input: child.stderr! }).on('line', (line) => note(JSON.parse(line) as LogLine))
  const note = ({ event, watermark, calls = 0, written = 0, deleted = 0 }: LogLine) => {
    if (event === 'object_ended' && watermark !== undefined) {
      const lagSeconds = (clock.now() - Date.parse(watermark)) / 1000
      counts.mostLagSeconds = Math.max(counts.mostLagSeconds, lagSeconds)
    }
    if (event !== 'run_ended') return
    counts.runs += 1
    counts.calls += calls
    counts.written += written
    counts.deleted += deleted
  }
  return {
    child,
    /** What is logged until the function it gives is called. */
    count() {
      counts = openCounts()
      return () => counts
    },
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

interface LogLine extends Partial<Pick<Counts, 'calls' | 'written' | 'deleted'>> {
  event?: string
  watermark?: string
}

function openCounts(): Counts {
  return { mostLagSeconds: 0, runs: 0, calls: 0, written: 0, deleted: 0 }
}

function startCli(args: string[], cwd: string): { child: ChildProcess; ended: Promise<number | null> } {
  const bin = path.resolve('bin/sf-extract.js')
  const child = spawn(process.execPath, [bin, ...args], { cwd, stdio: ['ignore', 'inherit', 'pipe'] })
  return { child, ended: new Promise((resolve) => child.once('close', resolve)) }
}

function readMemory({ pid }: ChildProcess): number {
  const [, kb = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kb) / 1024)
}
