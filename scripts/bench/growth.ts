import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bin, measure, renderMeasured, start, type Measured } from './measure.js'
import { environmentOf, type Served } from './speed.js'

/** A first load of so many accounts into files, and the unchanged run after it: time and memory have to stay in line. */
export async function measureGrowth(sizes: number[]): Promise<Record<string, Measured>> {
  const found: Record<string, Measured> = {}
  for (const rows of sizes) {
    const server = ['--import', 'tsx', 'scripts/bench/page-server.ts', '--rows', String(rows)]
    const { facts, child } = await start<Served>(server)
    const cwd = mkdtempSync(path.join(tmpdir(), 'sf-extract-bench-'))
    const env = environmentOf(facts)
    try {
      for (const run of ['first load', 'unchanged run']) {
        const measured = await measure([bin, 'sync', '--object', 'Account', '--output', 'out', '--quiet'], { cwd, env })
        if (measured.exitCode !== 0) throw new Error(measured.stderr)
        found[`${run}, ${rows} rows`] = measured
        console.log(`${`${run}, ${rows.toLocaleString('en-US')} rows`.padEnd(32)} ${renderMeasured(measured)}`)
      }
    } finally {
      child.kill()
      rmSync(cwd, { recursive: true, force: true })
    }
  }
  return found
}
