import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { best, bin, measure, start, type Measured } from './measure.js'
import { environmentOf, printMeasuredRows, type Served } from './speed.js'

/** A first load of accounts without their children by REST and by a job of the Bulk API, each `rounds` times in turn. */
export async function measureJobs(rows: number, rounds: number): Promise<Record<string, Measured>> {
  const server = ['--import', 'tsx', 'scripts/bench/page-server.ts', '--rows', String(rows)]
  const { facts, child } = await start<Served>(server)
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-extract-bench-'))
  const env = { ...environmentOf(facts), SF_EXTRACT_CHILDREN: 'false' }
  const run = async (transport: string) => {
    const cwd = mkdtempSync(path.join(folder, 'run-'))
    const args = ['sync', '--object', 'Account', '--quiet', '--transport', transport]
    const measured = await measure([bin, ...args], { cwd, env })
    if (measured.exitCode !== 0) throw new Error(measured.stderr)
    return measured
  }
  try {
    const found: Record<string, Measured> = {}
    // The first of each makes the pages.
    for (const transport of ['rest', 'bulk']) await run(transport)
    for (let round = 0; round < rounds; round++) {
      for (const transport of ['rest', 'bulk']) {
        const name = `without children, ${transport}`
        const measured = await run(transport)
        found[name] = found[name] === undefined ? measured : best([found[name], measured])
      }
    }
    printMeasuredRows(rows, found)
    return found
  } finally {
    child.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}
