import { describe, expect, test } from 'vitest'
import { commitHeld, rollbackHeld } from '../../../src/state/hold.js'
import { forget, forgettable } from '../../../src/runs/forget.js'
import { settleHeld } from '../../../src/runs/settle-held.js'
import { exportState } from '../../../src/runs/state/move-state.js'
import { readStatuses } from '../../../src/runs/statuses.js'
import type { RunReport } from '../../../src/terms.js'
import { openLaneOrg, type LaneOrg } from '../../support/lane-org.js'
import { listOutput, loadOutput } from '../../support/output-files.js'
import { indexOf, recordIds } from '../../support/written.js'

describe('an object with much to read', () => {
  test('is handed to a run of its own, others are read, and the next run takes it back', async () => {
    const org = await openLaneOrg()
    insertAccounts(org, 50)
    org.sandbox.store.insert('Case', { Subject: 'small' })
    pass(org)
    expect(outcomes(await org.poll())).toEqual({ Account: 'handed', Case: 'done' })
    expect(org.handed).toMatchObject([{ datasource: 'salesforce', object: 'Account' }])
    expect(outcomes(await org.poll())).toEqual({ Account: 'handed', Case: 'done' })
    expect(org.handed.map(({ token }) => token)).toEqual([org.handed[0]!.token, org.handed[0]!.token])
    const [status] = await readStatuses(org.mortal.state, 'salesforce', org.folder)
    expect(status!.objects.find(({ object }) => object === 'Account')).toMatchObject({ handed: org.handed[0]!.since })
    expect(await org.work()).toMatchObject({ outcome: 'done', written: 50, objects: [{ object: 'Account' }] })
    expect(await org.work()).toMatchObject({ outcome: 'done', calls: 0, objects: [] })
    pass(org)
    const after = await org.poll()
    expect([outcomes(after), after.written, org.handed.length]).toEqual([{ Account: 'done', Case: 'done' }, 0, 2])
    expect(after.calls).toBeLessThanOrEqual(3)
    await expectWhole(org)
    const names = await listOutput(org.folder)
    expect(names.filter((name) => name.includes('/Account/')).every((name) => /-w1-\d{5}\.ndjson$/.test(name))).toBe(
      true,
    )
    expect(await keysOf(org, 'handed', 'noted', 'child-notes')).toEqual([])
  })

  test('is read by a plain run where nobody reads it, and its worker finds nothing to do', async () => {
    const org = await openLaneOrg()
    insertAccounts(org, 50)
    pass(org)
    await org.poll()
    expect(outcomes(await org.sync({ objects: ['Case'] }))).toEqual({ Account: 'handed', Case: 'done' })
    expect(await org.sync()).toMatchObject({ outcome: 'done', written: 50 })
    expect(await org.work()).toMatchObject({
      outcome: 'done',
      objects: [],
      notes: [expect.stringMatching(/no longer/)],
    })
    await expectWhole(org)
  })

  test('is nobody else’s while a worker reads it: not a run’s, a reset’s or an export’s', async () => {
    const org = await openLaneOrg()
    insertAccounts(org, 50)
    pass(org)
    await org.poll()
    const refused: unknown[] = []
    const refuse = async (attempt: Promise<unknown>) => refused.push(await attempt.catch((error: unknown) => error))
    const locks = { store: org.mortal.process().store }
    await org
      .work({
        listener: {
          objectStarted: () => undefined,
        },
        env: {},
        store: holdingStore(org, async () => {
          await refuse(org.sync())
          await refuse(org.sync({ full: true, handOff: async () => {} }))
          const all = await forgettable(org.config.datasources[0]!, { objects: [] }, org.mortal.state)
          await refuse(forget(all, locks))
          await refuse(exportState(() => undefined, locks, ''))
          await refuse(org.work())
        }),
      })
      .catch(() => undefined)
    expect(refused).toHaveLength(5)
    for (const error of refused)
      expect(error).toMatchObject({ code: 'LOCK_HELD', message: expect.stringMatching(/w1/) })
    expect(await settleHeld({ datasource: 'salesforce' }, commitHeld, locks)).toBeUndefined()
    expect(await settleHeld({ datasource: 'salesforce' }, rollbackHeld, locks)).toBeUndefined()
  })

  test('is read again with a full run, which hands it off anew', async () => {
    const org = await openLaneOrg()
    insertAccounts(org, 50)
    pass(org)
    await org.poll()
    const first = org.handed.at(-1)!
    pass(org)
    expect(outcomes(await org.poll({ full: true }))).toMatchObject({ Account: 'handed' })
    expect(org.handed.at(-1)!.token).not.toBe(first.token)
    expect(await org.work({}, first)).toMatchObject({ objects: [] })
    expect(await org.work()).toMatchObject({ written: 50 })
    expect(outcomes(await org.poll())).toMatchObject({ Account: 'done' })
    await expectWhole(org)
  })

  test('is not handed off by a held run', async () => {
    const org = await openLaneOrg()
    insertAccounts(org, 50)
    pass(org)
    expect(outcomes(await org.poll({ hold: true }))).toMatchObject({ Account: 'done' })
    expect(org.handed).toEqual([])
  })

  test('that left the datasource meanwhile is done at once, and gets its tombstones from the next run', async () => {
    const org = await openLaneOrg()
    insertAccounts(org, 50)
    pass(org)
    await org.sync()
    insertAccounts(org, 50)
    pass(org)
    await org.poll()
    org.config.datasources[0]!.standardObjects = ['Case']
    expect(await org.poll()).toMatchObject({ deleted: 0 })
    expect(await org.work()).toMatchObject({ outcome: 'done', objects: [] })
    expect(await org.poll()).toMatchObject({ deleted: 50 })
  })

  test('whose condition changed meanwhile is compared when it is back', async () => {
    const org = await openLaneOrg()
    insertAccounts(org, 50)
    pass(org)
    await org.poll()
    await org.work()
    org.config.datasources[0]!.objects = { Account: { where: "Name != 'A3'" } } as never
    pass(org)
    expect(await org.poll()).toMatchObject({ deleted: 1 })
  })

  test('whose child changes while it is handed is written again, once, when it is back', async () => {
    const org = await openLaneOrg()
    const { store } = org.sandbox
    const cases = Array.from({ length: 40 }, (_, n) => store.insert('Case', { Subject: `C${n}` }).id)
    pass(org)
    expect(outcomes(await org.poll())).toMatchObject({ Case: 'handed' })
    await org.work()
    for (const ParentId of cases.slice(0, 3)) store.insert('CaseComment', { ParentId, CommentBody: 'new' })
    // Its lock is held still: the run that polls the child may not take it back.
    const lock = await org.mortal.process().store.lock('salesforce/Case', { worker: 'w1' })
    pass(org, 60)
    await org.poll()
    await lock.release()
    pass(org)
    expect(await org.poll()).toMatchObject({ written: 3 })
    pass(org)
    expect(await org.poll()).toMatchObject({ written: 0 })
    const written = (await loadOutput(org.folder)).filter(({ id }) => cases.includes(id))
    expect(written).toHaveLength(43)
  })

  test('is not written by a worker that stood still until it was taken back', async () => {
    const org = await openLaneOrg({ SF_EXTRACT_PAGE_SIZE: '200' })
    insertAccounts(org, 50)
    pass(org)
    await org.poll()
    let isTaken = false
    const stopped = org.mortal.process({
      onWrite: async (changes) => {
        const isOwn = changes.some(({ key }) => key.includes('object:'))
        if (isTaken || (changes.length > 0 && !isOwn)) return
        isTaken = true
        stopped.stop()
        expect(await org.sync()).toMatchObject({ outcome: 'done', written: 50 })
      },
    })
    const report = await org.work({ store: stopped.store }).catch((error: unknown) => error as RunReport)
    expect(JSON.stringify(report)).toMatch(/LOCK_HELD|lost its lock/)
    pass(org)
    await org.sync()
    await expectWhole(org)
  })
})

test('where nothing is handed, a run looks once for it, and for nothing else', async () => {
  const org = await openLaneOrg()
  insertAccounts(org, 3)
  pass(org)
  await org.sync()
  pass(org)
  const read: string[] = []
  const { store } = org.mortal.process({ onRead: (key) => void read.push(key) })
  expect(await org.sync({ store })).toMatchObject({ outcome: 'done', written: 0 })
  expect(read.filter((key) => /handed|noted|child-notes|lane/.test(key))).toHaveLength(1)
})

function insertAccounts({ sandbox }: LaneOrg, count: number): void {
  for (let n = 0; n < count; n++) sandbox.store.insert('Account', { Name: `A${n}` })
}

function pass({ sandbox }: LaneOrg, seconds = 3600): void {
  sandbox.clock.advance(seconds * 1000)
}

function outcomes({ objects }: RunReport): Record<string, string> {
  return Object.fromEntries(objects.map(({ object, outcome }) => [object, outcome]))
}

/** Files have what the org has, and nothing twice. */
async function expectWhole({ sandbox, folder }: LaneOrg): Promise<void> {
  const documents = await loadOutput(folder)
  const lines = documents.filter(({ type }) => type !== 'folder').map((document) => JSON.stringify(document))
  expect(lines.length).toBe(new Set(lines).size)
  const live = ['Account', 'Case'].flatMap((object) => [...sandbox.store.rows(object)]).filter((row) => !row.isDeleted)
  const current = recordIds([...indexOf(documents).values()])
  expect(current.toSorted()).toEqual(live.map(({ id }) => id).toSorted())
}

async function keysOf({ mortal }: LaneOrg, ...kinds: string[]): Promise<string[]> {
  return (await mortal.state.keys('')).filter((key) => kinds.some((kind) => key.includes(`${kind}:`)))
}

/** A store in which `work` is done while the run holds its lock. */
function holdingStore({ mortal }: LaneOrg, work: () => Promise<void>) {
  const { store } = mortal.process()
  return {
    ...store,
    lock: async (...args: Parameters<typeof store.lock>) => {
      const lock = await store.lock(...args)
      await work()
      return lock
    },
  }
}
