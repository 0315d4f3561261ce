import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { best, bin, measure, start, type Measured } from './measure.js'

const tsx = ['--import', 'tsx']

/** Where the page server is, and who may log in there. */
export interface Served {
  url: string
  clientId: string
  clientSecret: string
}

/** The speed of a first load of accounts beside the floors and jsforce, each `rounds` times in turn, at its best. */
export async function measureSpeed(rows: number, rounds: number): Promise<Record<string, Measured>> {
  const { facts, child } = await start<Served>([...tsx, 'scripts/bench/page-server.ts', '--rows', String(rows)])
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-extract-bench-'))
  try {
    const programs = await listPrograms(facts, folder)
    const runs = new Map<string, Measured[]>()
    for (let round = 0; round < rounds; round++) {
      for (const [name, run] of Object.entries(programs)) {
        const measured = await run()
        if (measured.exitCode !== 0) throw new Error(`${name} ended with ${measured.exitCode}: ${measured.stderr}`)
        runs.set(name, [...(runs.get(name) ?? []), measured])
      }
    }
    return Object.fromEntries([...runs].map(([name, measured]) => [name, best(measured)]))
  } finally {
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Rows a second, CPU seconds and peak memory of each. */
export function printMeasuredRows(rows: number, measured: Record<string, Measured>): void {
  for (const [name, { wallSeconds, cpuSeconds, peakMb, bytes }] of Object.entries(measured)) {
    const speed = Math.round(rows / wallSeconds).toLocaleString('en-US')
    console.log(
      `${name.padEnd(24)} ${wallSeconds.toFixed(2).padStart(7)} s ${speed.padStart(9)} rows/s  cpu ${cpuSeconds.toFixed(2).padStart(6)} s  peak ${Math.round(peakMb)} MB  ${Math.round(bytes / 1e6)} MB written`,
    )
  }
}

/** The same, and the ratios that count. */
export function printSpeed(rows: number, measured: Record<string, Measured>): Record<string, number> {
  printMeasuredRows(rows, measured)
  const { floor, fair, jsforce, pipe, files } = Object.fromEntries(
    Object.entries(names).map(([key, name]) => [key, measured[name]!]),
  ) as Record<keyof typeof names, Measured>
  const ratios = {
    'sync to a pipe ÷ floor, wall': pipe.wallSeconds / floor.wallSeconds,
    'sync to a pipe ÷ floor, CPU': pipe.cpuSeconds / floor.cpuSeconds,
    'sync to a pipe ÷ fair floor, wall': pipe.wallSeconds / fair.wallSeconds,
    'sync to a pipe ÷ jsforce, wall': pipe.wallSeconds / jsforce.wallSeconds,
    'sync to files ÷ to a pipe, wall': files.wallSeconds / pipe.wallSeconds,
  }
  for (const [name, ratio] of Object.entries(ratios)) console.log(`${name.padEnd(36)} ${ratio.toFixed(2)}`)
  return ratios
}

const names = {
  floor: 'floor',
  fair: 'floor with documents',
  jsforce: 'jsforce stream',
  pipe: 'sync to a pipe',
  files: 'sync to files',
}

async function listPrograms(facts: Served, folder: string): Promise<Record<string, () => Promise<Measured>>> {
  const { soql, token } = await warmUp(facts, folder)
  const client = ['--url', facts.url, '--token', token, '--soql', soql]
  const run = (...more: string[]) =>
    measure([...sync, ...more], { env: environmentOf(facts), cwd: emptyFolder(folder) })
  return {
    [names.floor]: () => measure([...tsx, 'scripts/bench/floor.ts', ...client]),
    [names.fair]: () => measure([...tsx, 'scripts/bench/floor.ts', ...client, '--documents']),
    [names.jsforce]: () => measure([...tsx, 'scripts/bench/jsforce-stream.ts', ...client]),
    [names.pipe]: () => run(),
    [names.files]: () => run('--output', 'out'),
  }
}

const sync = [bin, 'sync', '--object', 'Account', '--quiet']

export function environmentOf({ url, clientId, clientSecret }: Served): Record<string, string> {
  return { SF_EXTRACT_LOGIN_URL: url, SF_EXTRACT_CLIENT_ID: clientId, SF_EXTRACT_CLIENT_SECRET: clientSecret }
}

/** Each run begins with no state. */
function emptyFolder(folder: string): string {
  return mkdtempSync(path.join(folder, 'run-'))
}

/** A first load makes every page, and tells its statement. */
async function warmUp(facts: Served, folder: string): Promise<{ soql: string; token: string }> {
  const { exitCode, stderr } = await measure(sync, { env: environmentOf(facts), cwd: emptyFolder(folder) })
  if (exitCode !== 0) throw new Error(stderr)
  const soql = await (await fetch(`${facts.url}/bench/statement`)).text()
  const form = { grant_type: 'client_credentials', client_id: facts.clientId, client_secret: facts.clientSecret }
  const answer = await fetch(`${facts.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) })
  return { soql, token: ((await answer.json()) as { access_token: string }).access_token }
}
