/**
 * The crash soak: runs are killed at random moments while the org and the configuration keep changing; at the end
 * documents and org must agree in every destination.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { churn } from '../../src/sandbox/company/churn/churn.js'
import { openRandom, type Random } from '../../src/sandbox/random.js'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { onAnswer } from './journey.js'
import { compareWithOrg, openLedger, readFolder, type Ledger } from './ledger.js'
import { allowAgain, noteReread, noteTold, openPlace, type Place } from './soak-place.js'
import { runAndKill } from './soak-command.js'
import { pickScope, renderSettings, selectionOf, wholeScope, type SoakScope } from './soak-scope.js'

/**
 * Into files, where nothing may stand twice, or through a pipe, where what was not committed may; `held` runs through
 * a pipe and into files are committed, rolled back, or left to the next one; `compacted` files are compacted now and
 * then, and have each record once in the end.
 */
export type SoakSink = 'files' | 'held' | 'pipe' | 'compacted'

export interface SoakOptions {
  seed: number
  kills: number
  sink: SoakSink
  /** Of the org. */
  records?: number
  /** Ends it before, at the next run's end. */
  mostMs?: number
  /** Whether the runs that nobody kills, and whose time is not taken, stay in this process. */
  isQuick?: boolean
  say?: (kills: number, runs: number) => void
}

export interface SoakResult {
  kills: number
  runs: number
  /** How often the configuration changed. */
  scopes: number
  /** Versions written. */
  written: number
  /** Lines that stand in files again though nothing changed between. */
  repeats: string[]
  /** What documents and org don't agree on, in words. */
  differences: string[]
}

/** Runs the soak through the real command line against an embedded org of this process. */
export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const { kills, mostMs = Infinity, say = () => {} } = options
  const soak = await openSoak(options)
  const { sandbox, random, result } = soak
  const startedMs = performance.now()
  try {
    while (result.kills < kills && performance.now() - startedMs < mostMs) {
      if (random.chance(0.08)) changeScope(soak, pickScope(random))
      churn(sandbox.store, random, { count: random.integer(1, 12), lateMs })
      sandbox.clock.advance(random.integer(0, 4_000))
      await runTroubled(soak, random.pick(destinationsOf[soak.sink]))
      say(result.kills, result.runs)
    }
    for (const scope of [pickScope(random), wholeScope]) {
      changeScope(soak, scope)
      await compareAll(soak, [...soak.places.keys()])
    }
    return result
  } finally {
    await sandbox.close()
    rmSync(soak.folder, { recursive: true, force: true })
  }
}

/** Transactions commit up to this late; the lookback is longer, as it has to be. */
const lateMs = 20_000
const lookbackMs = 60_000

/** Where runs go: a folder of this name, or the pipe. */
type Destination = 'documents' | 'others' | 'pipe'

const destinationsOf: Record<SoakSink, Destination[]> = {
  files: ['documents', 'documents', 'documents', 'others'],
  compacted: ['documents', 'documents', 'others'],
  held: ['pipe', 'pipe', 'documents'],
  pipe: ['pipe', 'pipe', 'pipe', 'others'],
}

interface Soak {
  sink: SoakSink
  isQuick: boolean
  random: Random
  sandbox: Sandbox
  folder: string
  result: SoakResult
  scope: SoakScope
  /** What the reader of the pipe has. */
  pipe: Ledger
  places: Map<Destination, Place>
  /** Something happens to the org when so many more answers have gone out. */
  strike: { after: number; happen: () => void }
  typicalMs: number
}

async function openSoak({ seed, sink, records = 600, isQuick = false }: SoakOptions): Promise<Soak> {
  const sandbox = await startSandbox({ seed, records, pageSize: 200 })
  const soak: Soak = {
    sink,
    isQuick,
    random: openRandom(seed),
    sandbox,
    folder: mkdtempSync(path.join(tmpdir(), 'sf-extract-soak-')),
    result: { kills: 0, runs: 0, scopes: 0, written: 0, repeats: [], differences: [] },
    scope: wholeScope,
    pipe: openLedger(),
    places: new Map(),
    strike: { after: Infinity, happen: () => {} },
    typicalMs: 1500,
  }
  onAnswer(sandbox, () => {
    if (soak.strike.after-- === 0) soak.strike.happen()
  })
  writeFileSync(path.join(soak.folder, '.salesforcerc'), renderSettings(wholeScope, lookbackMs))
  return soak
}

function changeScope(soak: Soak, scope: SoakScope): void {
  if (selectionOf(scope) !== selectionOf(soak.scope)) {
    for (const place of soak.places.values()) noteReread(place)
  }
  soak.scope = scope
  soak.result.scopes += 1
  writeFileSync(path.join(soak.folder, '.salesforcerc'), renderSettings(scope, lookbackMs))
}

/** A run that is killed most of the time; things happen to the org while it reads, and now and then it refuses. */
async function runTroubled(soak: Soak, destination: Destination): Promise<void> {
  const { random, sandbox, sink } = soak
  if (destination === 'others' && random.chance(0.05)) throwAway(soak, destination)
  const isSpared = random.chance(0.15)
  const refused = random.chance(0.2) ? random.pick(refusals) : undefined
  if (refused !== undefined)
    sandbox.faults.add({ name: 'status', status: 503, body: 'json', path: refused, count: random.integer(1, 12) })
  soak.strike = { after: random.chance(0.5) ? random.integer(1, 30) : Infinity, happen: () => happenMeanwhile(soak) }
  const started = performance.now()
  const isHeld = sink === 'held'
  const killAfterMs = isSpared ? Infinity : random.integer(50, Math.ceil(soak.typicalMs * 1.1))
  const args = ['sync', ...(isHeld ? ['--hold'] : []), ...(random.chance(0.02) ? ['--full'] : [])]
  const place = soak.places.get(destination)
  if (args.includes('--full') && place !== undefined) noteReread(place)
  await run(soak, destination, { args, killAfterMs, mayFail: refused !== undefined })
  if (isHeld && destination !== 'pipe')
    await noteTold(soak.places.get(destination)!, path.join(soak.folder, destination))
  soak.strike.after = Infinity
  sandbox.faults.remove()
  if (isSpared) soak.typicalMs = performance.now() - started
  if (sink === 'compacted' && random.chance(0.4))
    await compact(soak, destination, random.chance(0.3) ? undefined : random.integer(100, 700))
  if (isHeld && random.chance(0.8)) {
    const settle = random.chance(0.75) ? 'commit' : 'rollback'
    const kill = random.chance(0.3) ? random.integer(50, Math.ceil(soak.typicalMs)) : undefined
    await run(soak, destination, { args: [settle], killAfterMs: kill, mayFail: true })
  }
}

/** What is deleted at one poll is back at the other, and the other way round. */
function happenMeanwhile({ sandbox, random }: Soak): void {
  sandbox.clock.advance(2_000)
  const { deleted } = churn(sandbox.store, random, { count: random.integer(1, 6), lateMs })
  sandbox.clock.advance(2_000)
  for (const id of deleted.filter(() => random.chance(0.5))) {
    const record = sandbox.store.record(id)
    if (record?.isDeleted && record.values['MasterRecordId'] === undefined) sandbox.store.undelete(id)
  }
}

const refusals = [
  'sobjects/\\w+/describe',
  'sobjects/CaseFeed/describe',
  'FROM CaseComment W',
  'FROM CaseFeed',
  'FROM Account',
  'queryAll',
  'composite',
]

interface CommandRun {
  args: string[]
  killAfterMs?: number | undefined
  /** It may end with another code than 0. */
  mayFail?: boolean
}

async function compact({ folder, sandbox, result, isQuick }: Soak, destination: Destination, killAfterMs?: number) {
  const output = path.join(folder, destination)
  if (!existsSync(output)) return
  const { isKilled } = await runAndKill({ folder, args: ['compact', output], sandbox, killAfterMs, isQuick })
  if (isKilled) result.kills += 1
}

async function run(soak: Soak, destination: Destination, { args, killAfterMs, mayFail }: CommandRun): Promise<void> {
  const { sandbox, folder, places, result, isQuick } = soak
  if (!places.has(destination)) places.set(destination, openPlace())
  const isPipe = destination === 'pipe'
  const place = isPipe ? (args[0] === 'sync' ? [] : ['--output', '-']) : ['--output', path.join(folder, destination)]
  const ledger = isPipe && args[0] === 'sync' ? soak.pipe : undefined
  if (args[0] === 'sync') result.runs += 1
  const command = { folder, args: [...args, ...place], sandbox, ledger, killAfterMs, mayFail, isQuick }
  const { isKilled } = await runAndKill(command)
  if (isKilled) result.kills += 1
}

/** A destination that was emptied gets everything. */
function throwAway({ folder, places }: Soak, destination: Destination): void {
  rmSync(path.join(folder, destination), { recursive: true, force: true })
  places.delete(destination)
}

/** Two runs in peace into each destination, which then tells what the org holds. */
async function compareAll(soak: Soak, destinations: Destination[]): Promise<void> {
  const { sandbox, folder, result, scope, pipe } = soak
  sandbox.clock.advance(lookbackMs * 2)
  for (const destination of destinations) await run(soak, destination, { args: ['sync'] })
  sandbox.clock.advance(2_000)
  result.repeats = []
  result.written = 0
  for (const destination of destinations) {
    await run(soak, destination, { args: ['sync'] })
    const isCompacted = soak.sink === 'compacted'
    if (isCompacted) await compact(soak, destination)
    const ledger = destination === 'pipe' ? pipe : openLedger()
    if (destination !== 'pipe') {
      allowAgain(soak.places.get(destination)!, ledger)
      await readFolder(path.join(folder, destination), ledger)
      const again = ledger.lines - ledger.newest.size
      const repeats = !isCompacted ? ledger.repeats : again > 0 ? [`${again} lines of records that stand twice`] : []
      result.repeats.push(...repeats.map((text) => `${destination}: ${text}`))
    }
    result.written += ledger.lines
    const differences = compareWithOrg(ledger, sandbox.store, scope)
    result.differences.push(...differences.map((text) => `${destination}: ${text}`))
  }
}
