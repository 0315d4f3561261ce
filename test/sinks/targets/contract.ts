/** What every target of `--to` promises. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parseTargetAddress } from '../../../src/config/targets/target-address.js'
import { formats } from '../../../src/sinks/formats/formats.js'
import { openDeadLetter } from '../../../src/sinks/targets/dead-letter.js'
import { readTargetLogin } from '../../../src/runs/targets/read-target-login.js'
import { openWay, type Way } from '../../../src/network/way.js'
import { openTargetSink } from '../../../src/sinks/targets/target-sink.js'
import { openTarget } from '../../../src/sinks/targets/targets.js'
import { openMemoryState } from '../../../src/state/memory-state.js'
import type { Document, RecordDocument, Tombstone } from '../../../src/terms.js'
import { openManualClock } from '../../support/manual-clock.js'
import { buildSampleDocument } from '../../support/sample-document.js'
import { makeTempFolder } from '../../support/temp-folder.js'
import type { StandIn } from '../../support/targets/stand-in.js'

export interface TargetPlace {
  /** As `--to` takes it. */
  address: string
  /** What is in it, in the order it came where it keeps one. */
  load(): Promise<Document[]>
  /** Where the target answers by HTTP. */
  server?: StandIn
  /** Has the target refuse a document. */
  refuse?(id: string): void
}

export interface TargetTraits {
  /** It has documents by their ids: a second delivery changes nothing. */
  hasIds: boolean
  /** It knows versions, or can be asked for them; as `hasIds` where it isn't given. */
  keepsNewest?: boolean
  /** Requests that it may get at once. */
  mostAtOnce?: number
  /** A batch may be too large for it. */
  splits?: boolean
  /** Documents of a lane where there are to be many. */
  many?: number
}

/** `open` gives one with nothing in it. */
export function describeTarget(name: string, traits: TargetTraits, open: () => Promise<TargetPlace>): void {
  const { hasIds, keepsNewest = hasIds, mostAtOnce = 4, splits = true, many = 700 } = traits
  describe(`${name} keeps the contract of targets`, () => {
    it('has the documents, every character and digit of them, when the state moves', async () => {
      const place = await open()
      const { sink, state } = await openSinkInto(place)
      const content = `\u2028\u2029\r\n\t"\\ \ud83d\ude00 ${'ä'.repeat(30_000)}`
      const first = buildSampleDocument('1', { content })
      await sink.write('Account', [first, buildSampleDocument('2')])
      await sink.write('Account', [buildSampleDocument('3')])
      await sink.commit('Account', [{ key: 'cursor', value: 3 }])
      await sink.settle?.()
      expect(await state.read('cursor')).toBe(3)
      const documents = await place.load()
      expect(documents.map(({ id }) => id)).toEqual(['1', '2', '3'])
      expect(documents[0]).toEqual(first)
    })

    it('takes lanes side by side, and many documents, in bounded batches', async () => {
      const place = await open()
      const { sink } = await openSinkInto(place)
      const lanes = ['Account', 'Contact', 'Case', 'Lead', 'Task', 'Event']
      await Promise.all(lanes.map((lane) => sink.write(lane, ofLane(lane, many))))
      await sink.write('Account', [buildSampleDocument('large', { content: 'x'.repeat(6_000_000) })])
      await sink.settle?.()
      const ids = (await place.load()).map(({ id }) => id)
      expect(ids).toHaveLength(lanes.length * many + 1)
      const inOrder = lanes.map((lane) => ids.filter((id) => id.startsWith(lane)))
      const expected = lanes.map((lane) => ofLane(lane, many).map(({ id }) => id))
      expect(hasIds ? inOrder.map((each) => each.toSorted()) : inOrder).toEqual(
        hasIds ? expected.map((each) => each.toSorted()) : expected,
      )
      expect(sink.bytes?.('Account')).toBeGreaterThan(6_000_000)
      const { server } = place
      if (server === undefined) return
      expect(server.mostAtOnce()).toBeLessThanOrEqual(mostAtOnce)
      const sizes = server.requests.map(({ body }) => body.length).toSorted((a, b) => b - a)
      expect(sizes[1]).toBeLessThan(5_500_000)
    })

    it.runIf(hasIds)('is the same after a second delivery, and deletes what is deleted', async () => {
      const place = await open()
      const { sink } = await openSinkInto(place)
      const documents = ['1', '2', '3'].map((id) => buildVersion(id, '2026-01-01'))
      await sink.write('Account', documents)
      await sink.write('Account', documents)
      await sink.write('Account', [tombstoneOf('2', '2026-01-02')])
      await sink.write('Account', [tombstoneOf('2', '2026-01-02'), tombstoneOf('never there', '2026-01-02')])
      expect(byId(await place.load())).toEqual([documents[0], documents[2]])
    })

    it.runIf(keepsNewest)(
      'never has an older version in the place of a newer one, in one batch or in another',
      async () => {
        const place = await open()
        const { sink } = await openSinkInto(place)
        const [older, newer] = [buildVersion('1', '2026-01-01', 'old'), buildVersion('1', '2026-01-02', 'new')]
        await sink.write('Account', [older, newer, older])
        await sink.write('Account', [older, tombstoneOf('1', '2025-12-31')])
        expect(await place.load()).toEqual([newer])
        const reEmitted = buildVersion('1', '2026-01-02', 'with another comment')
        await sink.write('Account', [reEmitted])
        expect(await place.load()).toEqual([reEmitted])
      },
    )

    it.runIf(hasIds)('has a record again that came back from the recycle bin', async () => {
      const place = await open()
      const { sink } = await openSinkInto(place)
      const document = buildVersion('1', '2026-01-01')
      await sink.write('Account', [document])
      await sink.write('Account', [tombstoneOf('1', '2026-01-02')])
      await sink.write('Account', [document])
      expect(await place.load()).toEqual([document])
    })

    describeRefusals(open)
    describeTrouble(open, splits)
  })
}

function describeRefusals(open: () => Promise<TargetPlace>): void {
  it('sets aside what the target refuses, with the reason, and takes the others', async ({ skip }) => {
    const place = await open()
    if (place.refuse === undefined) skip('it refuses no document')
    const file = path.join(await makeTempFolder(), 'refused', 'documents.ndjson')
    const { sink, state } = await openSinkInto(place, { file })
    for (const id of ['2', '4']) place.refuse!(id)
    await sink.write(
      'Account',
      ['1', '2', '3', '4'].map((id) => buildSampleDocument(id)),
    )
    const lines = (await readFile(file, 'utf8')).trim().split('\n')
    await sink.commit('Account', [{ key: 'cursor', value: 1 }])
    expect((await place.load()).map(({ id }) => id)).toEqual(['1', '3'])
    expect(await state.read('cursor')).toBe(1)
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { datasource: 'crm', object: 'Account', reason: expect.any(String), document: buildSampleDocument('2') },
      { document: buildSampleDocument('4') },
    ])
    expect(sink.refused?.()).toEqual({ count: 2 })
    expect(sink.refused?.('Account').warning).toContain('2 documents')
    await sink.close()
  })

  it('fails where a document is refused and there is no file for it, and moves nothing', async ({ skip }) => {
    const place = await open()
    if (place.refuse === undefined) skip('it refuses no document')
    const { sink } = await openSinkInto(place)
    place.refuse!('2')
    const writing = sink.write(
      'Account',
      ['1', '2', '3'].map((id) => buildSampleDocument(id)),
    )
    await expect(writing).rejects.toMatchObject({
      code: 'TARGET_REFUSED',
      hint: expect.stringContaining('--dead-letter'),
    })
  })
}

function describeTrouble(open: () => Promise<TargetPlace>, splits: boolean): void {
  it('waits as long as a busy target asks, and tries again what was cut off', async ({ skip }) => {
    const place = await open()
    const { server } = place
    if (server === undefined) return skip('it has no server')
    const { sink, clock } = await openSinkInto(place)
    server.troubles.push(
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 503, headers: { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() } },
      'reset',
      { status: 502, body: '<html>' },
    )
    await sink.write('Account', [buildSampleDocument('1')])
    await sink.settle?.()
    expect((await place.load()).map(({ id }) => id)).toEqual(['1'])
    expect(clock.sleeps).toHaveLength(4)
    expect(clock.sleeps[0]).toBe(7000)
    expect(clock.sleeps[1]).toBeGreaterThan(3_500_000)
  })

  it('fails where the target dies, names no secret, and goes on where it has come back', async ({ skip }) => {
    const place = await open()
    const { server } = place
    if (server === undefined) return skip('it has no server')
    const deliver = async (id: string) => {
      const { sink } = await openSinkInto(place)
      await sink.write('Account', [buildSampleDocument(id)])
      await sink.settle?.()
    }
    await deliver('1')
    server.isDead = true
    await expect(deliver('2')).rejects.toMatchObject({
      code: 'TARGET_FAILED',
      message: expect.stringMatching(/gives no answer .*after 6 tries/),
    })
    server.isDead = false
    await deliver('2')
    expect((await place.load()).map(({ id }) => id)).toEqual(['1', '2'])
  })

  it.runIf(splits)('splits a batch that is too large for the target', async ({ skip }) => {
    const place = await open()
    const { server } = place
    if (server === undefined) return skip('it has no server')
    const { sink } = await openSinkInto(place)
    server.troubles.push({ status: 413, body: 'too large' }, { status: 413, body: 'too large' })
    const documents = Array.from({ length: 9 }, (_, n) => buildSampleDocument(`${n}`))
    await sink.write('Account', documents)
    expect((await place.load()).map(({ id }) => id).toSorted()).toEqual(documents.map(({ id }) => id))
  })
}

interface SinkOptions {
  /** For refused documents. */
  file?: string
  way?: Way
}

function plainWay(): Way {
  return openWay({ settings: {}, env: {}, connectTimeoutMs: 10_000 })
}

/** A sink into the target, as a run has it. */
export async function openSinkInto({ address }: TargetPlace, { file, way = plainWay() }: SinkOptions = {}) {
  const [state, clock] = [openMemoryState(), openManualClock()]
  const parsed = parseTargetAddress(address, { folder: '/', home: '/' })
  const retry = { attempts: 6, delayMs: 1, maxDelayMs: 10, budgetMs: 86_400_000 }
  const signal = new AbortController().signal
  const target = await openTarget(await readTargetLogin(parsed, { env: {} }), {
    format: formats.document,
    retry,
    clock,
    signal,
    env: process.env,
    way,
  })
  onTestFinished(async () => {
    await target.close()
    way.close()
  })
  const deadLetter =
    file === undefined ? undefined : openDeadLetter(file, { target: parsed.name, datasource: 'crm', clock })
  const sink = openTargetSink({ target, name: parsed.name, datasource: 'crm', state, held: false, deadLetter })
  return { sink, state, clock, target }
}

function ofLane(lane: string, count: number): RecordDocument[] {
  return Array.from({ length: count }, (_, n) =>
    buildSampleDocument(`${lane}${n}`, { object: lane, content: 'x'.repeat(n) }),
  )
}

function buildVersion(id: string, day: string, content = ''): RecordDocument {
  return { ...buildSampleDocument(id, { content }), updated: `${day}T00:00:00.000Z` }
}

function tombstoneOf(id: string, day: string): Tombstone {
  const { source, type, category, categories, metadata, system } = buildSampleDocument(id)
  const deleted_at = `${day}T00:00:00.000Z`
  return { id, source, type, category, categories, deleted: true, deleted_at, reason: 'deleted', metadata, system }
}

function byId(documents: Document[]): Document[] {
  return documents.toSorted((a, b) => a.id.localeCompare(b.id))
}
