import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findPostgres, postgresPassword, startPostgres } from '../../test/support/targets/postgres-server.js'
import { targetForms } from '../../src/config/targets/target-forms.js'
import { best, bin, measure, start, type Measured } from './measure.js'
import { environmentOf, printMeasuredRows, type Served } from './speed.js'

/** Where documents go, until it is closed. */
interface Place {
  args: string[]
  env?: Record<string, string>
  close?: () => Promise<void> | void
}

/** Each is opened anew for a run, so that a run is a first load. Undefined where this machine lacks what it takes. */
const places: Record<string, () => Promise<Place | undefined> | Place | undefined> = {
  stdout: () => ({ args: [] }),
  files: () => ({ args: ['--output', 'out'] }),
  sqlite: () => ({ args: ['--to', 'sqlite:documents.db'] }),
  postgres: openPostgres,
  _bulk: openBulk,
  s3: openS3,
  command: () => ({ args: ['--to', 'command:cat > /dev/null'] }),
}

/** A first load of accounts into each place, `rounds` times in turn, at its best. */
export async function measureTargets(rows: number, rounds: number): Promise<Record<string, Measured>> {
  const server = ['--import', 'tsx', 'scripts/bench/page-server.ts', '--rows', String(rows)]
  const { facts, child } = await start<Served>(server)
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-extract-bench-'))
  const found: Record<string, Measured> = {}
  try {
    // The first makes the pages.
    await load({ args: [] }, facts, folder)
    for (let round = 0; round < rounds; round++) {
      for (const [name, open] of Object.entries(places)) {
        const place = await open()
        if (place === undefined) continue
        const measured = await load(place, facts, folder)
        found[`to ${name}`] = best([measured, ...(found[`to ${name}`] ? [found[`to ${name}`]!] : [])])
      }
    }
  } finally {
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  printMeasuredRows(rows, found)
  for (const name of Object.keys(places).filter((each) => !found[`to ${each}`])) console.log(`to ${name}: not here`)
  return found
}

async function load({ args, env = {}, close }: Place, facts: Served, folder: string): Promise<Measured> {
  const cwd = mkdtempSync(path.join(folder, 'run-'))
  try {
    const measured = await measure([bin, 'sync', '--object', 'Account', '--quiet', ...args], {
      cwd,
      env: { ...environmentOf(facts), ...env },
    })
    if (measured.exitCode !== 0)
      throw new Error(`sync ${args.join(' ')} ended with ${measured.exitCode}: ${measured.stderr}`)
    return measured
  } finally {
    await close?.()
  }
}

/** That of the tests, in a folder of its own. */
async function openPostgres(): Promise<Place | undefined> {
  const programs = findPostgres()
  if (programs === undefined) return undefined
  const { url, close } = await startPostgres(programs)
  const address = url.replace(/:[^:@/]*@/, '@')
  return { args: ['--to', address], env: { SF_EXTRACT_TO_PASSWORD: postgresPassword }, close }
}

async function openBulk(): Promise<Place> {
  const { facts, child } = await start<{ host: string }>(['--import', 'tsx', 'scripts/bench/bulk-server.ts'])
  return { args: ['--to', `elasticsearch+http://${facts.host}/crm`], close: () => void child.kill() }
}

async function openS3(): Promise<Place | undefined> {
  if (!targetForms.some((form) => form.startsWith('s3:'))) return undefined
  const { facts, child } = await start<{ host: string }>(['--import', 'tsx', 'scripts/bench/s3-server.ts'])
  const env = { AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench', AWS_REGION: 'us-east-1' }
  const endpoint = encodeURIComponent(`http://${facts.host}`)
  return { args: ['--to', `s3://bench/out?endpoint=${endpoint}`], env, close: () => void child.kill() }
}
