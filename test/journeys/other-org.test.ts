import { describe, expect, onTestFinished, test } from 'vitest'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { askedSince, openJourney, unhurried, type Journey } from '../support/journey.js'
import { recordIds, tombstones } from '../support/written.js'

describe('another org at the same address', unhurried, () => {
  test.each([[[]], [['--output', 'documents']]])('ends the run before a row is read (%j)', async (output) => {
    const { journey, refresh } = await openRefreshable()
    await journey.sync(...output)
    const fresh = await refresh()
    // The token of the old org is still in its cache: the first call notices, the second run knows beforehand.
    for (const command of ['sync', 'sync']) {
      const refused = await journey.run(command, ...output)
      expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('ORG_CHANGED') as string })
      expect(refused.stderr).toContain('--full')
    }
    expect(await journey.run('plan', ...output)).toMatchObject({ code: 2 })
    expect(askedSince(fresh).filter(({ soql }) => soql?.includes('FROM Account'))).toEqual([])
  })

  test('is read from its beginning by --full, and what it lacks gets tombstones', async () => {
    const { journey, refresh } = await openRefreshable()
    const before = recordIds((await journey.sync('--output', 'documents')).documents)
    const fresh = await refresh()
    await journey.run('sync', '--output', 'documents')
    const kept = fresh.store.insert('Account', { Name: 'Kept' }).id
    fresh.clock.advance(1000)
    const full = await journey.sync('--output', 'documents', '--full')
    expect(full.code).toBe(0)
    expect(recordIds(full.documents)).toEqual([kept])
    const gone = before.filter((id) => id !== kept)
    expect(tombstones(full.documents).map(({ id }) => id)).toEqual(gone)
    expect(gone.length).toBeGreaterThan(0)
    const next = await journey.sync('--output', 'documents')
    expect([next.code, next.documents]).toEqual([0, []])
  })

  test.each(['', 'cache_max_age: 1h\n'])(
    'is read by the first --full, with each directory once, though the old token and describes are kept (%j)',
    async (setting) => {
      const { journey, refresh } = await openRefreshable(setting)
      await journey.sync()
      const fresh = await refresh()
      const kept = fresh.store.insert('Account', { Name: 'Kept' }).id
      fresh.clock.advance(1000)
      const full = await journey.sync('--full')
      expect([full.code, recordIds(full.documents)]).toEqual([0, [kept]])
      expect(full.report.directories).toBe(2)
      fresh.clock.advance(1000)
      const next = await journey.sync()
      expect([next.code, next.documents]).toEqual([0, []])
    },
  )

  test('is read from its beginning after a reset', async () => {
    const { journey, refresh } = await openRefreshable()
    await journey.sync()
    const fresh = await refresh()
    await journey.run('sync')
    await journey.run('reset', '--yes')
    fresh.store.insert('Account', { Name: 'Kept' })
    fresh.clock.advance(1000)
    expect(recordIds((await journey.sync()).documents)).toHaveLength(1)
  })
})

/** A journey with three accounts; `refresh` puts an empty org with another Id at the address of the first. */
async function openRefreshable(setting = ''): Promise<{ journey: Journey; refresh(): Promise<Sandbox> }> {
  const settings = 'standard_objects_to_sync: [Account]\nchildren: false\n' + setting
  const journey = await openJourney({ settings, ownProcesses: false })
  for (let n = 0; n < 3; n++) journey.sandbox.store.insert('Account', { Name: 'Acme' })
  const refresh = async () => {
    const port = Number(new URL(journey.sandbox.url).port)
    await journey.sandbox.close()
    const fresh = await startSandbox({ port, records: 0, seed: 2 })
    onTestFinished(() => fresh.close())
    return fresh
  }
  return { journey, refresh }
}
