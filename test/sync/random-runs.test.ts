import { expect, test } from 'vitest'
import type { Datasource } from '../../src/config/config-types.js'
import type { Document } from '../../src/terms.js'
import { RandomOrg, type Sinks } from '../support/random-org.js'
import { openSyncedOrg } from '../support/synced-org.js'
import { indexOf } from '../support/written.js'

const seeds = (process.env['SYNC_SEEDS'] ?? '1,2').split(',').map(Number)
const steps = Number(process.env['SYNC_STEPS'] ?? 12)

/** A datasource over all the documents tell, but for what another object's change leaves stale by design. */
function datasourceOf(seed: number): Partial<Datasource> {
  return {
    standardObjects: ['Account', 'Case'],
    objects: { Account: { excludeFields: ['Opportunities'] } },
    watermarkField: seed % 2 === 0 ? 'SystemModstamp' : 'LastModifiedDate',
    cacheMaxAgeMs: seed % 3 === 0 ? 3_600_000 : 0,
  }
}

function textOf(document: Document): string {
  return JSON.stringify({ ...document, source: {} }, (key, value: unknown) => (key === 'SystemModstamp' ? '' : value))
}

/** What two outputs don't agree on, in words. */
function differences(output: Document[], wanted: Document[]): string[] {
  const [is, should] = [contents(output), contents(wanted)]
  const ids = new Set([...is.keys(), ...should.keys()])
  return [...ids].flatMap((id) => {
    const [one, other] = [is.get(id) ?? 'nothing', should.get(id) ?? 'nothing']
    const at = [...one].findIndex((letter, index) => letter !== other[index])
    return one === other
      ? []
      : [
          `${id}: ${one.slice(Math.max(0, at - 60), at + 100)} instead of ${other.slice(Math.max(0, at - 60), at + 100)}`,
        ]
  })
}

/** What was deleted and brought back between two runs has a new SystemModstamp and is else as it was written. */
function contents(documents: Document[]): Map<string, string> {
  const records = [...indexOf(documents)].filter(([, { type }]) => type !== 'folder')
  return new Map(records.map(([id, document]) => [id, textOf(document)]))
}

test.each(seeds.flatMap((seed) => (['files', 'pipe'] as Sinks[]).map((sinks) => ({ seed, sinks }))))(
  'whatever happens, $sinks end as a first load would be, and nothing is written for no reason ($seed)',
  async ({ seed, sinks }) => {
    const synced = await openSyncedOrg({
      sandbox: { pageSize: 20, childPageSize: 3 },
      datasource: datasourceOf(seed),
      extract: { pageSize: 200 },
    })
    const org = new RandomOrg(synced, sinks, seed)
    for (let step = 0; step < steps; step++) await org.step()
    await org.closeWindow()
    const { id } = synced.datasource
    synced.datasource.id = 'fresh'
    const fresh = await synced.run()
    synced.datasource.id = id
    expect(differences(org.output, fresh.documents)).toEqual([])
    expect(sinks === 'files' ? org.repeats : []).toEqual([])
    synced.pass(60)
    expect((await synced.run()).documents).toEqual([])
  },
  600_000,
)
