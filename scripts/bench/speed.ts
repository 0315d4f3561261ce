import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { best, measure, start, type Measured } from './run-program.js'

const bin = path.resolve('bin/sf-extract.js')
const tsx = ['--import', 'tsx']

interface Served {
  url: string
  clientId: string
  clientSecret: string
}

/** The speed of a first load of accounts beside the floors, each `rounds` times in turn, at its best. */
export async function measureSpeed(rows: number, rounds: number): Promise<Record<string, Measured>> {
  const { facts, child } = await start<Served>([...tsx, 'scripts/bench/page-server.ts', '--rows', String(rows)])
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-extract-bench-'))
  try {
    const { soql, token } = await warmUp(facts, folder)
    const client = ['--url', facts.url, '--token', token, '--soql', soql]
    const programs: Record<string, () => Promise<Measured>> = {
      floor: () => measure([...tsx, 'scripts/bench/floor.ts', ...client]),
      'floor with documents': () => measure([...tsx, 'scripts/bench/floor.ts', ...client, '--documents']),
      //'jsforce stream': () => measure([...tsx, 'scripts/bench/jsforce-stream.ts', ...client]),
      'sync to a pipe': () => measure(syncArgs(), { env: environment(facts), cwd: emptyFolder(folder) }),
      'sync to files': () => measure([...syncArgs(), '--output', 'out'], { env: environment(facts), cwd: emptyFolder(folder) }),
    }
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

function syncArgs(): string[] {
  return [bin, 'sync', '--object', 'Account', '--quiet']
}

function environment({ url, clientId, clientSecret }: Served): Record<string, string> {
  return { SF_EXTRACT_LOGIN_URL: url, SF_EXTRACT_CLIENT_ID: clientId, SF_EXTRACT_CLIENT_SECRET: clientSecret }
}

/** Each run begins with no state. */
function emptyFolder(folder: string): string {
  return mkdtempSync(path.join(folder, 'run-'))
}

/** A first load makes every page, and tells its statement. */
async function warmUp(facts: Served, folder: string): Promise<{ soql: string; token: string }> {
  const { exitCode, stderr } = await measure(syncArgs(), { env: environment(facts), cwd: emptyFolder(folder) })
  if (exitCode !== 0) throw new Error(stderr)
  const soql = await (await fetch(`${facts.url}/bench/statement`)).text()
  const form = { grant_type: 'client_credentials', client_id: facts.clientId, client_secret: facts.clientSecret }
  const answer = await fetch(`${facts.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) })
  return { soql, token: ((await answer.json()) as { access_token: string }).access_token }
}
