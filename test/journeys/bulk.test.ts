import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { killAfter, openJourney, unhurried, type Asked, type Journey } from '../support/journey.js'
import { listOutput, loadOutput } from '../support/output-files.js'
import { recordIds } from '../support/written.js'

const settings = 'standard_objects_to_sync: [Lead]\nchildren: false\nbulk_threshold: 1000\n'

/** An org with leads that differ, and the command line with pages of 2,000 rows. */
async function openLeads(count: number, options = {}) {
  const journey = await openJourney({ settings, pageSize: 2000, ...options })
  journey.env['SF_EXTRACT_PAGE_SIZE'] = '2000'
  const { store } = journey.sandbox
  for (let n = 0; n < count; n++) {
    const LastName = n % 3 === 0 ? `Lee "the ${n}th"` : `Lee\n${n}, Ann`
    store.insert('Lead', { LastName, Company: 'Acme', AnnualRevenue: n / 8, City: n % 2 === 0 ? 'Berlin' : null })
  }
  return journey
}

function bulkCalls(asked: Asked[]): string[] {
  return asked.filter(({ url }) => url.includes('/jobs/query')).map(({ method, url }) => `${method} ${url}`)
}

/** The documents of each directory, byte for byte. */
async function readBytes({ folder }: Journey, output: string): Promise<string> {
  const names = (await listOutput(path.join(folder, output))).toSorted()
  return (await Promise.all(names.map((name) => readFile(path.join(folder, output, name), 'utf8')))).join('')
}

describe('the Bulk API', unhurried, () => {
  test('brings the same bytes as REST, and fewer calls', async () => {
    const journey = await openLeads(5000)
    const rest = await journey.sync('--output', 'rest', '--transport', 'rest')
    const bulk = await journey.sync('--output', 'bulk')
    expect([rest.code, bulk.code]).toEqual([0, 0])
    expect(bulkCalls(rest.asked)).toEqual([])
    expect(bulkCalls(bulk.asked)).toHaveLength(4)
    expect(await readBytes(journey, 'bulk')).toBe(await readBytes(journey, 'rest'))
    expect((await journey.sync('--output', 'bulk')).documents).toEqual([])
  })

  test('goes on where a killed run has come to, and no record comes twice or not at all', async () => {
    const journey = await openLeads(8000, { bulkPageSize: 1000 })
    // A checkpoint comes every five seconds.
    journey.sandbox.faults.add({ name: 'slow', ms: 1_500, path: '/results' })
    const run = journey.start('sync', '--output', 'documents')
    // Results are fetched a page ahead: four pages are written, and kept, when the sixth is asked for.
    expect((await killAfter(6, run, journey.sandbox, isResults)).code).toBe('SIGKILL')
    journey.sandbox.faults.remove()

    const { code, asked, documents } = await journey.sync('--output', 'documents')
    expect(code).toBe(0)
    expect(bulkCalls(asked).filter((call) => call.startsWith('POST'))).toEqual([])
    expect(documents.length).toBeLessThan(8000)
    const written = recordIds(await loadOutput(path.join(journey.folder, 'documents')), 'Lead')
    expect(written.toSorted()).toEqual([...journey.sandbox.store.rows('Lead')].map(({ id }) => id).toSorted())
    expect((await journey.sync('--output', 'documents')).documents).toEqual([])
  })

  test('is held back with the run: what is rolled back is read again, by a job too', async () => {
    const journey = await openLeads(1500, { pageSize: 500, ownProcesses: false })
    const held = await journey.sync('--hold', '--output', 'documents')
    expect(bulkCalls(held.asked)).not.toEqual([])
    expect((await journey.run('rollback', '--output', 'documents')).code).toBe(0)
    const again = await journey.sync('--hold', '--output', 'documents')
    expect(recordIds(again.documents, 'Lead')).toHaveLength(1500)
    expect((await journey.run('commit', '--output', 'documents')).code).toBe(0)
    expect((await journey.sync('--output', 'documents')).documents).toEqual([])
  })

  test('is in the plan: which way, and the calls it takes', async () => {
    const journey = await openLeads(9000, { ownProcesses: false })
    const plan = await journey.run('plan')
    expect(plan.stdout).toMatch(/^Lead: full by the Bulk API, 9,000 rows, about \d+ calls by itself/m)
    const rest = await journey.run('plan', '--transport', 'rest')
    expect(rest.stdout).toMatch(/^Lead: full, 9,000 rows/m)
    const { report } = await journey.sync('--output', 'documents')
    const [planned] = JSON.parse((await journey.run('plan', '--full', '--json')).stdout) as [{ calls: number }]
    expect(Math.abs(planned.calls - report.calls)).toBeLessThanOrEqual(5)
    expect((await journey.run('plan', '--output', 'documents')).stdout).toMatch(/^Lead: incremental since/m)
  })

  test('is one of three words', async () => {
    const journey = await openLeads(1, { ownProcesses: false })
    const { code, stderr } = await journey.run('sync', '--transport', 'soap')
    expect(code).toBe(2)
    expect(stderr).toContain("--transport takes auto, rest, bulk, not 'soap'")
  })
})

function isResults({ url }: Asked): boolean {
  return url.includes('/results')
}
