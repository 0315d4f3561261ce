import { describe, expect, test } from 'vitest'
import type { Enriched, Pipeline, StepFailure } from '../../../src/enrichment/pipeline.js'
import { holdState, rollbackHeld } from '../../../src/state/hold.js'
import type { Document, RecordDocument } from '../../../src/terms.js'
import type { RunExtras } from '../../support/synced-org.js'
import { openSyncedOrg } from '../../support/synced-org.js'
import { indexOf, tombstones } from '../../support/written.js'

/** A pipeline that makes passages of an account: as many as its description says; `drop` for no document at all. */
function passages({ skip, isPassing = false, fingerprint = 'a' }: Partial<TestPipeline> = {}): Pipeline {
  return {
    takesTombstones: false,
    fingerprintOf: () => fingerprint,
    close: async () => {},
    process: async (documents) => documents.map((document) => passagesOf(document, skip, isPassing)),
  }
}

interface TestPipeline {
  /** Ids of documents that can't be taken. */
  skip: Set<string>
  isPassing: boolean
  fingerprint: string
}

function passagesOf(document: Document, skip: Set<string> | undefined, isPassing: boolean): Enriched {
  const { payload } = document as RecordDocument
  const description = String(payload['Description'] ?? '0')
  const count = description === 'drop' ? -1 : Number(description)
  const all = Array.from({ length: count + 1 }, (_, at) => (at === 0 ? document.id : `${document.id}#${at}`))
  const isSkipped = (id: string) => skip?.has(id) === true
  const failures = all.filter(isSkipped).map((id): StepFailure => {
    return { document: id, processor: '1 (test)', action: 'skip_document', message: 'it is down', isPassing }
  })
  return { documents: all.filter((id) => !isSkipped(id)).map((id) => ({ ...document, id })), failures }
}

async function openAccounts(descriptions: string[]) {
  const org = await openSyncedOrg({ datasource: { standardObjects: ['Account'], children: false } })
  const { store, clock } = org.sandbox
  const at = clock.now() - 86_400_000
  const ids = descriptions.map((Description) => store.insert('Account', { Name: 'A', Description }, { at }).id)
  const run = async (extras: RunExtras = {}) => {
    org.pass(60)
    const outcome = await org.run({}, { pipeline: passages(), ...extras })
    const documents = outcome.documents.filter(({ type }) => type !== 'folder')
    return { ...outcome, documents, ids: idsOf(documents), gone: tombstones(documents).map(({ id }) => id) }
  }
  return { ...org, ids, store, sync: run }
}

function idsOf(documents: Document[]): string[] {
  return documents.filter((document) => !('deleted' in document)).map(({ id }) => id)
}

describe('documents that a pipeline makes of a record', () => {
  test('get tombstones when it makes fewer of them, and all of them when the record goes', async () => {
    const { ids, store, sync } = await openAccounts(['3', '0', '1'])
    const [a, b, c] = ids as [string, string, string]
    const first = await sync()
    expect(first.ids).toEqual([a, `${a}#1`, `${a}#2`, `${a}#3`, b, c, `${c}#1`])
    expect(first.report).toMatchObject({ written: 7, deleted: 0 })
    store.update(a, { Description: '1' })
    const second = await sync()
    expect(second.ids).toEqual([a, `${a}#1`])
    expect(tombstones(second.documents)).toMatchObject([
      {
        id: `${a}#2`,
        parent_id: a,
        type: 'Account',
        reason: 'out_of_scope',
        system: { parent_path: expect.any(String) as string },
      },
      { id: `${a}#3`, parent_id: a },
    ])
    expect(second.report).toMatchObject({ written: 2, deleted: 2 })
    store.delete(a)
    store.delete(b)
    const third = await sync()
    expect(third.gone.toSorted()).toEqual([a, `${a}#1`, b])
    expect(tombstones(third.documents)).toMatchObject([
      { reason: 'deleted' },
      { reason: 'deleted' },
      { reason: 'deleted' },
    ])
    expect((await sync()).documents).toEqual([])
  })

  test('get tombstones when the pipeline is taken away, and no others', async () => {
    const { ids, sync } = await openAccounts(['2', '0'])
    await sync()
    const without = await sync({ pipeline: undefined as never })
    expect(without.ids).toEqual(ids)
    expect(without.gone).toEqual([`${ids[0]}#1`, `${ids[0]}#2`])
    expect((await sync({ pipeline: undefined as never })).documents).toEqual([])
  })

  test('may be none: the record gets a tombstone once, and comes back', async () => {
    const { ids, store, sync } = await openAccounts(['0', 'drop'])
    const [a, b] = ids as [string, string]
    expect((await sync()).ids).toEqual([a])
    store.update(a, { Description: 'drop' })
    expect((await sync()).gone).toEqual([a])
    store.update(a, { Description: 'drop', Name: 'B' })
    expect((await sync()).documents).toEqual([])
    store.delete(b)
    expect((await sync()).documents).toEqual([])
    store.update(a, { Description: '1' })
    expect((await sync()).ids).toEqual([a, `${a}#1`])
  })

  test('that are left out stay as their reader has them; what may pass is tried again in the next run', async () => {
    const { ids, store, sync } = await openAccounts(['2', '0'])
    const [a, b] = ids as [string, string]
    await sync()
    store.update(a, { Description: '1' })
    store.update(b, { Name: 'B' })
    const skip = new Set([`${a}#1`, b])
    const second = await sync({ pipeline: passages({ skip, isPassing: true }) })
    expect(second.ids).toEqual([a])
    expect(second.gone).toEqual([`${a}#2`])
    expect(second.report.objects[0]!.warnings).toEqual([
      `Processor 1 (test) failed for 2 documents, which were left out: ${[`${a}#1`, b].join(', ')}. The first: it is down. The next run tries again what may have met something passing.`,
    ])
    const third = await sync({ pipeline: passages({ skip: new Set([b]), isPassing: true }) })
    expect(third.ids).toEqual([a, `${a}#1`])
    expect((await sync()).ids).toEqual([b])
    const idle = await sync()
    expect(idle.documents).toEqual([])
  })

  test('that are left out for good are not read again, and get no tombstone they need not', async () => {
    const { ids, store, sync } = await openAccounts(['0', '0'])
    const [a, b] = ids as [string, string]
    const pipeline = passages({ skip: new Set([a]) })
    expect((await sync({ pipeline })).ids).toEqual([b])
    expect((await sync({ pipeline })).report.objects[0]!.pages).toBe(1)
    store.delete(a)
    expect((await sync({ pipeline })).documents).toEqual([])
  })

  test('get tombstones of an object that leaves the datasource', async () => {
    const { ids, sync, datasource } = await openAccounts(['1'])
    await sync()
    datasource.standardObjects = ['Lead']
    expect((await sync()).gone).toEqual([ids[0], `${ids[0]}#1`])
  })

  test.each(['before it is committed', 'in the middle of the commit'])(
    'are known to a pipe that has them though the run died %s',
    async (moment) => {
      const { ids, store, sync, state } = await openAccounts(['3', 'drop'])
      const [a, b] = ids as [string, string]
      const reader: Document[] = []
      const pipe = (dies: () => boolean) => ({
        sendsAtOnce: true,
        write: async (_lane: string, documents: Document[]) => void reader.push(...documents),
        commit: async (lane: string, changes: Parameters<typeof state.write>[0]) => {
          const isLast = lane === 'Account' && changes.some(({ key }) => key.startsWith('object:'))
          if (isLast && dies() && moment !== 'before it is committed') await state.write(changes.slice(0, -2))
          if (isLast && dies()) throw new Error('died')
          await state.write(changes)
        },
        close: async () => {},
      })
      const hasPassages = () => reader.some(({ id }) => id === `${a}#3`)
      await sync({ sink: pipe(hasPassages) }).catch(() => undefined)
      expect(hasPassages()).toBe(true)
      store.update(a, { Description: '1' })
      await sync({ sink: pipe(() => false) })
      expect([...indexOf(reader.filter(({ type }) => type === 'Account')).keys()]).toEqual([a, `${a}#1`])
      expect(reader.filter(({ id }) => id === b)).toEqual([])
    },
  )

  test('are known after a rollback of a held run, whose reader has them', async () => {
    const { ids, store, sync, state } = await openAccounts(['1'])
    const [a] = ids as [string]
    const reader: Document[] = [...(await sync()).documents]
    store.update(a, { Description: '4' })
    reader.push(...(await sync({ state: holdState(state, 'crm') })).documents)
    await rollbackHeld(state, 'crm')
    store.update(a, { Description: '2' })
    reader.push(...(await sync()).documents)
    expect([...indexOf(reader).keys()]).toEqual([a, `${a}#1`, `${a}#2`])
  })

  test('fail their object where too many of them would have to be tried again', async () => {
    const { ids, sync } = await openAccounts(Array.from({ length: 5_001 }, () => '0'))
    const { report } = await sync({ pipeline: passages({ skip: new Set(ids), isPassing: true }) })
    expect(report.objects[0]).toMatchObject({
      outcome: 'failed',
      error: { code: 'ENRICHMENT_FAILED', message: expect.stringContaining('more than 5000 records') as string },
    })
    expect((await sync()).ids).toHaveLength(5_001)
  })
})
