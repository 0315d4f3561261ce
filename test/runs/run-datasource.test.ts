import { stat } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../../src/config/config.js'
import { ExtractError } from '../../src/errors/extract-error.js'
import { runDatasource, type RunOptions } from '../../src/runs/run-datasource.js'
import { settleHeld } from '../../src/runs/settle-held.js'
import { takeLock } from '../../src/runs/locks/take-lock.js'
import { commitHeld } from '../../src/state/hold.js'
import { systemClock } from '../../src/clock.js'
import { runKey } from '../../src/state/keys.js'
import { openStore } from '../../src/state/stores/open-store.js'
import type { Document, Listener, PageEvent, Retry, RunEvent, RunReport } from '../../src/terms.js'
import { openCliOrg, type CliOrg } from '../support/cli-org.js'
import { buildGate } from '../support/gate.js'
import { openMemorySink } from '../support/memory-sink.js'
import { listOutput } from '../support/output-files.js'
import { records } from '../support/written.js'

describe('a run of a datasource', () => {
  test('goes into a writer, and gives nothing more when it is run again', async () => {
    const { options, documents, org } = await openRun()
    const report = await runDatasource(options)
    expect(report).toMatchObject({
      datasource: 'salesforce',
      outcome: 'done',
      written: documents.length - report.directories,
    })
    expect(records(documents, 'Account')).toHaveLength([...org.sandbox.store.rows('Account')].length)
    org.sandbox.clock.advance(60_000)
    expect(await runDatasource(options)).toMatchObject({ outcome: 'done', written: 0, deleted: 0 })
  })

  test('past its limit ends with the page at hand, and so each run comes further', async () => {
    const { options, documents, org } = await openRun({ SF_EXTRACT_PAGE_SIZE: '200' })
    const limit = AbortSignal.abort(new ExtractError('INTERRUPTED', 'It took too long'))
    const written: number[] = []
    let report = await runDatasource({ ...options, limit })
    for (; report.outcome !== 'done' && written.length < 50; report = await runDatasource({ ...options, limit })) {
      expect(report).toMatchObject({ outcome: 'interrupted', error: { message: 'It took too long' } })
      written.push(documents.length)
      org.sandbox.clock.advance(1_000)
    }
    expect(report.outcome).toBe('done')
    expect(written.length).toBeGreaterThan(1)
    expect(written).toEqual([...new Set(written)].toSorted((a, b) => a - b))
    expect(records(documents, 'Account')).toHaveLength([...org.sandbox.store.rows('Account')].length)
    expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length)
  })

  test('says how many bytes it wrote, page by page and in all, and how far its watermarks are behind', async () => {
    const { options, org } = await openRun({ SF_EXTRACT_PAGE_SIZE: '200' })
    const pages: PageEvent[] = []
    const retries: Retry[] = []
    const folder = path.join(org.folder, 'documents')
    const listener: Listener = {
      pageDone: (event) => void pages.push(event),
      retried: ({ object, code, delayMs }) => void retries.push({ object, code, delayMs }),
    }
    const report = await runDatasource({ ...options, output: { folder }, listener })
    const sizes = await Promise.all(
      (await listOutput(folder)).map(async (name) => (await stat(path.join(folder, name))).size),
    )
    expect(report.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0))
    const account = report.objects.find(({ object }) => object === 'Account')!
    expect(pages.findLast(({ object }) => object === 'Account')).toMatchObject({
      bytes: account.bytes,
      written: account.written,
      quota: { max: 100_000 },
    })
    expect(report.objects.map(({ lagSeconds }) => lagSeconds)).toEqual(report.objects.map(() => 0))
    org.sandbox.clock.advance(90_000)
    org.sandbox.faults.add({ name: 'object-403', object: 'Account' })
    const behind = await runDatasource({ ...options, output: { folder }, listener })
    // The org's clock goes on by itself, too.
    const { lagSeconds } = behind.objects.find(({ object }) => object === 'Account')!
    expect(lagSeconds).toBeGreaterThanOrEqual(90)
    expect(lagSeconds).toBeLessThan(150)
    expect(retries).toEqual([])
    expect((await runDatasource(options)).bytes).toBeUndefined()
  })

  test('reads no further than its writer takes', async () => {
    const { options, org } = await openRun({ SF_EXTRACT_PAGE_SIZE: '200' })
    const { store, log, clock } = org.sandbox
    for (let n = 0; n < 500; n++) store.insert('Account', { Name: `A${n}` })
    clock.advance(60_000)
    const [full, room] = [buildGate(), buildGate()]
    const taken: Document[] = []
    const write = async (documents: Document[]) => {
      taken.push(...documents)
      if (records(taken).length === 0) return
      full.open()
      await room.opened
    }
    const running = runDatasource({ ...options, objects: ['Account'], output: { write } })
    await full.opened
    const requests = log.entries().length
    await systemClock.sleep(200)
    expect(log.entries()).toHaveLength(requests)
    room.open()
    await running
    expect(log.entries().length).toBeGreaterThan(requests)
    expect(records(taken)).toHaveLength([...store.rows('Account')].length)
  })

  test('names itself and its datasource in every event, by an id made where none is given', async () => {
    const { options } = await openRun()
    const events: [string, RunEvent][] = []
    const listener: Listener = {
      runStarted: (event) => void events.push(['runStarted', event]),
      pageDone: (event) => void events.push(['pageDone', event]),
      objectEnded: (event) => void events.push(['objectEnded', event]),
      runEnded: (event) => void events.push(['runEnded', event]),
    }
    const { run: runId } = await runDatasource({ ...options, objects: ['Account'], listener })
    expect(runId).toMatch(/^\d{8}T\d{9}Z-[0-9a-f]{6}$/)
    expect([...new Set(events.map(([name]) => name))]).toEqual(['runStarted', 'pageDone', 'objectEnded', 'runEnded'])
    for (const [, event] of events) expect(event).toMatchObject({ datasource: 'salesforce', runId })
    expect(await runDatasource({ ...options, runId: 'mine' })).toMatchObject({ run: 'mine' })
  })

  test('opens a sink that the caller builds, and leaves a state open that it was given', async () => {
    const { options, org } = await openRun()
    const store = await openStore(options.config.extract.state, { clock: systemClock })
    onTestFinished(() => store.state.close())
    const sinks: ReturnType<typeof openMemorySink>[] = []
    const output: RunOptions['output'] = ({ state: own }) => {
      sinks.push(openMemorySink(own))
      return sinks.at(-1)!
    }
    await runDatasource({ ...options, store, output, runId: 'r1' })
    const accounts = [...org.sandbox.store.rows('Account')]
    expect(records(sinks[0]!.committed, 'Account')).toHaveLength(accounts.length)
    expect(await store.state.read(runKey('salesforce'))).toMatchObject({ run: 'r1' })
  })

  test('gives each place that a program names everything, once', async () => {
    const { options } = await openRun()
    const { written } = await runDatasource(options)
    for (const destination of ['index', 'archive']) {
      expect(await runDatasource({ ...options, destination })).toMatchObject({ written })
      expect(await runDatasource({ ...options, destination })).toMatchObject({ written: 0 })
    }
  })

  test('moves no watermark while it is held, and is read again where it was not committed', async () => {
    const { options, documents } = await openRun()
    const first = await runDatasource({ ...options, hold: true })
    const notes: string[] = []
    const ended: RunReport[] = []
    const again = await runDatasource({
      ...options,
      hold: true,
      listener: { note: ({ text }) => void notes.push(text), runEnded: ({ report }) => void ended.push(report) },
    })
    expect(again.written).toBe(first.written)
    expect(notes).toEqual([expect.stringContaining('rolled back and read again')])
    expect(again.notes).toEqual([expect.stringContaining('rolled back and read again')])
    expect(ended).toEqual([again])
    const store = await openStore(options.config.extract.state, { clock: systemClock })
    onTestFinished(() => store.state.close())
    expect((await settleHeld({ datasource: 'salesforce' }, commitHeld, { store }))?.outcome).toBe('committed')
    expect(await settleHeld({ datasource: 'salesforce' }, commitHeld, { store })).toBeUndefined()
    documents.length = 0
    expect(await runDatasource(options)).toMatchObject({ written: 0 })
  })

  test('is refused while another holds the datasource, and for a datasource there is not', async () => {
    const { options } = await openRun()
    const store = await openStore(options.config.extract.state, { clock: systemClock })
    onTestFinished(() => store.state.close())
    const lock = await takeLock('salesforce', { store })
    onTestFinished(() => lock.release())
    await expect(runDatasource(options)).rejects.toMatchObject({ code: 'LOCK_HELD' })
    await expect(runDatasource({ ...options, datasource: 'sales' })).rejects.toMatchObject({
      code: 'DATASOURCE_UNKNOWN',
    })
  })
})

/** An org, the options that lead a run to it, and what its writer was given. */
async function openRun(
  settings: NodeJS.ProcessEnv = {},
): Promise<{ options: RunOptions; documents: Document[]; org: CliOrg }> {
  const org = await openCliOrg()
  const env = { ...org.env, ...settings, HOME: org.folder }
  const config = await loadConfig({ cwd: org.folder, env })
  const documents: Document[] = []
  const output = { write: (written: Document[]) => void documents.push(...written) }
  org.sandbox.clock.advance(1_000)
  return { options: { config, output, env }, documents, org }
}
