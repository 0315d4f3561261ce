import { setImmediate } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { buildFile, openDispatched } from '../support/dispatched.js'
import { buildGate } from '../support/gate.js'
import { openGoBetween } from '../support/go-between.js'
import { openLedger, readFolder } from '../support/ledger.js'

async function openOrg(objects: Record<string, number>): Promise<Sandbox> {
  const sandbox = await startSandbox({ records: 0, pageSize: 200 })
  onTestFinished(() => sandbox.close())
  for (const [object, count] of Object.entries(objects)) addRecords(sandbox, object, count)
  sandbox.clock.advance(60_000)
  return sandbox
}

const values: Record<string, Record<string, string>> = {
  Account: { Name: 'Acme' },
  Contact: { LastName: 'Lee' },
  Lead: { LastName: 'Lee', Company: 'Acme' },
}

function addRecords({ store, clock }: Sandbox, object: string, count: number): void {
  for (let n = 0; n < count; n++) store.insert(object, values[object]!)
  clock.advance(1000)
}

describe('three datasources of different intervals, on two orgs', () => {
  test('begin when they are due and never twice at once, though one fails, one is slow and one takes too long', async () => {
    const [north, south] = [await openOrg({ Account: 3, Contact: 2 }), await openOrg({ Lead: 4 })]
    const [slow, stuck] = [buildGate(), buildGate()]
    const between = await openGoBetween(north.url, async ({ soql = '' }) => {
      if (soql.includes('FROM Account')) await slow.opened
      if (soql.includes('FROM Contact')) await stuck.opened
      return undefined
    })
    south.faults.add({ name: 'status', status: 503, count: Infinity })
    const orgs = { north: { ...north, url: between.url }, south }
    const dispatched = await openDispatched({
      file: buildFile(orgs, {
        slow: { objects: ['Account'], interval: '1m' },
        stuck: { objects: ['Contact'], interval: '10m' },
        failing: { connector: 'south', objects: ['Lead'], interval: '30s' },
      }),
    })
    const { clock, starts, ended, begun } = dispatched

    // It fails at once, and is tried again after 10 seconds, then 20.
    expect((await ended('failing')).error).toMatchObject({ code: expect.stringContaining('ORG_UN') as string })
    clock.advance(9999)
    await setImmediate()
    expect(starts('failing')).toEqual([0])
    clock.advance(1)
    await ended('failing', 2)
    clock.advance(20_000)
    expect((await ended('failing', 3)).error).toBeDefined()
    expect(dispatched.planned.at(-1)).toMatchObject({ datasource: 'failing', failures: 2 })

    // The slow one is due at 60 seconds, and begins again when it has ended.
    south.faults.remove()
    clock.advance(120_000)
    expect(await ended('failing', 4)).toMatchObject({ report: { outcome: 'done', written: 4 } })
    expect(starts('slow')).toEqual([0])
    slow.open()
    expect(await ended('slow')).toMatchObject({ report: { outcome: 'done', written: 3 }, timedOut: false })
    expect(await ended('slow', 2)).toMatchObject({ report: { outcome: 'done', written: 0 } })
    expect(starts('slow')).toEqual([0, 150])

    // What takes longer than 20 minutes ends, and goes on by itself.
    clock.advance(1_050_000)
    expect(await ended('stuck')).toMatchObject({
      report: { outcome: 'interrupted', error: { message: expect.stringContaining('max_running_timeout') as string } },
      timedOut: true,
    })
    await begun('stuck', 2)
    stuck.open()
    expect(await ended('stuck', 2)).toMatchObject({ report: { outcome: 'done', written: 2 } })
    expect(starts('stuck')).toEqual([0, 1200])

    addRecords(north, 'Account', 1)
    clock.advance(60_000)
    expect(await ended('slow', 4)).toMatchObject({ report: { written: 1 } })
    await dispatched.stop()
    const ledger = openLedger()
    await readFolder(`${dispatched.folder}/documents`, ledger)
    expect(ledger.repeats).toEqual([])
    const types = [...ledger.newest.values()].map(({ type }) => type).filter((type) => type !== 'folder')
    expect(types.toSorted()).toEqual([
      'Account',
      'Account',
      'Account',
      'Account',
      'Contact',
      'Contact',
      ...Array(4).fill('Lead'),
    ])
    expect(overlaps(dispatched.planned, dispatched.finished)).toEqual([])
    // The two of the one connector logged in once.
    expect(north.log.entries().filter(({ url }) => url.includes('/oauth2/token'))).toHaveLength(1)
  })
})

/** Those that began again before they had ended. */
function overlaps(planned: { datasource: string; at: string }[], finished: { datasource: string; ended: string }[]) {
  const ends = (id: string) => finished.filter(({ datasource }) => datasource === id).map(({ ended }) => ended)
  return planned.filter(({ datasource, at }, index) => {
    const before = planned.slice(0, index).filter((each) => each.datasource === datasource).length
    return (
      ends(datasource)
        .slice(0, before)
        .some((ended) => ended > at) || ends(datasource).length < before
    )
  })
}
