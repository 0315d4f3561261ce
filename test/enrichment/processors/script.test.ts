import { chmod } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { systemClock } from '../../../src/clock.js'
import { openPipeline } from '../../../src/enrichment/pipeline.js'
import { ExactNumber } from '../../../src/exact-json.js'
import { loadFiles, openFolder } from '../../config/config-folder.js'
import { openManualClock } from '../../support/manual-clock.js'
import { buildAccount, enrichAll, enrichOne, openTestPipeline } from '../../support/pipeline.js'

const step = { script: { file: 'enrich.mjs', on_failure: 'skip_document' } }

function of(body: string) {
  return { files: { 'enrich.mjs': body } }
}

function titled(title: string) {
  return of(`export default (d) => ({ ...d, title: '${title}' })`)
}

describe('script', () => {
  test('takes a document and gives one, several or none, each of another', async () => {
    const body = `export default async (document) => {
      const { Kind, Count } = document.payload
      document.source.name = 'changed'
      document.system = undefined
      if (Kind === 'none') return
      if (Kind === 'two') return [document, { ...document, id: document.id + '-copy', at: new Date(0), gone: undefined }]
      return { ...document, title: 'Title of ' + Count }
    }`
    const count = new ExactNumber('123456789012345678')
    const all = await enrichAll(
      [{ payload: { Kind: 'one', Count: count } }, { payload: { Kind: 'two' } }, { payload: { Kind: 'none' } }],
      [step],
      of(body),
    )
    const id = '001000000000001AAA'
    expect(all.map(({ documents }) => documents)).toMatchObject([
      [{ title: 'Title of 123456789012345678', payload: { Count: count } }],
      [{ id }, { id: `${id}-copy`, at: '1970-01-01T00:00:00.000Z' }],
      [],
    ])
    const made = all.flatMap(({ documents }) => documents)
    expect(new Set(made.map(({ source }) => source.name))).toEqual(new Set(['My Salesforce Data']))
    expect(new Set(made.map(({ system }) => system.parent_path))).toEqual(new Set(['/Standard Objects/Account/']))
    expect(made[2]).not.toHaveProperty('gone')
  })

  test.each([
    ['() => { throw new Error("no such thing") }', 'no such thing', false],
    ['() => { throw Object.assign(new Error("later"), { isPassing: true }) }', 'later', true],
    ['() => "text"', 'it gave a string instead of a document', false],
    ['() => [null]', 'it gave null in a list instead of a document', false],
    ['() => ({ title: "x" })', 'it gave a document without an id', false],
    ['() => ({ id: "a b", title: "x" })', 'it gave a document without an id', false],
    ['({ id }) => ({ id })', 'it gave a document without a title, 001000000000000AAA', false],
    ['(d) => [d, d]', 'it gave two documents with the id 001000000000000AAA', false],
    ['(d) => ({ ...d, n: 1n })', "it gave a bigint, which JSON doesn't have", false],
    ['(d) => ({ ...d, n: new Map() })', "it gave a Map, which JSON doesn't have", false],
    ['(d) => { d.self = d; return d }', 'it gave a document that holds itself, or nests too deep', false],
  ])('what it gives is checked: %s', async (body, message, isPassing) => {
    const [enriched] = await enrichAll([{}], [step], of(`export default ${body}`))
    const { documents, failures } = enriched!
    expect(documents).toEqual([])
    expect(failures).toMatchObject([{ message, isPassing, processor: '1 (script)' }])
  })

  test('is given up after its time, and ends with the run', async () => {
    const clock = openManualClock({ holds: true })
    const ending = new AbortController()
    const body = 'export default () => new Promise(() => {})'
    const pipeline = await openTestPipeline([step], { ...of(body), clock, signal: ending.signal })
    const processing = pipeline.process([buildAccount({})], 'Account')
    // The thread is started, has the document among others, is started again, and has it alone.
    for (const waits of [2, 4]) {
      await clock.sleeping(waits)
      clock.advance(30_000)
    }
    const [late] = await processing
    expect(late!.failures).toMatchObject([{ message: 'it took longer than 30000 ms', isPassing: true }])
    ending.abort()
    await expect(pipeline.process([buildAccount({})], 'Account')).rejects.toMatchObject({ code: 'INTERRUPTED' })
  })

  test.each([
    ['while (true);', 'it took longer than 1500 ms'],
    ['process.exit(0)', 'it ended with exit code 0'],
    [
      'setImmediate(() => { throw new Error("thrown later") }); return new Promise(() => {})',
      'it threw "thrown later"',
    ],
  ])('that does not come back costs its own document alone: %s', async (body, message) => {
    const only = { script: { ...step.script, timeout: body.startsWith('while') ? '1500ms' : '20s' } }
    const all = await enrichAll(
      ['a', 'b', 'bad', 'c'].map((title) => ({ title })),
      [only],
      of(`export default (d) => { if (d.title === 'bad') { ${body} } return d }`),
    )
    expect(all.map(({ documents }) => documents.map((made) => (made as { title?: string }).title))).toEqual([
      ['a'],
      ['b'],
      [],
      ['c'],
    ])
    expect(all[2]!.failures).toMatchObject([{ message }])
  })

  test('prints into the log, and has no variable of the tool', async () => {
    const said: string[] = []
    const body = `export default (d) => { console.log('printed'); process.stderr.write('told'); return {
      ...d, title: Object.keys(process.env).filter((name) => name.startsWith('SF_EXTRACT')).join() || 'none' } }`
    const log = { debug: (_: object, text: string) => void said.push(text) }
    vi.stubEnv('SF_EXTRACT_CLIENT_SECRET', 'zq81-not-a-word')
    onTestFinished(() => void vi.unstubAllEnvs())
    const { title } = await enrichOne({}, [step], { ...of(body), log })
    expect(title).toBe('none')
    await vi.waitFor(() => expect(said.toSorted()).toEqual(['printed', 'told']))
  })

  test.each([
    [undefined, /enrich\.mjs is not there/],
    ['while (true);', /takes longer than 500 ms to load/],
    ['process.exit(1)', /ended with exit code 1/],
    ['export const a = 1', /exports no function by default/],
    ['export default 7', /exports no function by default/],
    ['throw new Error("at once")', /can't be loaded: at once/],
    ['export default (', /can't be loaded: /],
  ])('is a configuration error as %j', async (body, message) => {
    const timeout = body?.startsWith('while') ? '500ms' : '30s'
    const opening = openTestPipeline([{ script: { ...step.script, timeout } }], body === undefined ? {} : of(body))
    await expect(opening).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(message) as string,
    })
  })

  test('is not run where others may write to it', async () => {
    const folder = await openFolder({ 'enrich.mjs': 'export default (d) => d' })
    const enrichment = {
      domain: 'x',
      client_id: 'x',
      client_secret: 'zq81-not-a-word',
      enrichment_pipeline: { processor: [step] },
    }
    const { datasources } = await loadFiles({ '.salesforcerc': enrichment })
    const open = async (mode: number) => {
      await chmod(path.join(folder, 'enrich.mjs'), mode)
      const context = {
        clock: systemClock,
        signal: new AbortController().signal,
        log: { debug: () => {} },
        env: {},
      }
      return openPipeline({ ...datasources[0]!.enrichment!, folder }, context)
    }
    await expect(open(0o666)).rejects.toThrow(/is not run: other users may write to/)
    const pipeline = await open(0o644)
    await pipeline.close()
  })

  test('makes other documents when it changes, and then is loaded anew', async () => {
    const prints = await Promise.all(
      ['a', 'b', 'a'].map(async (title) => (await openTestPipeline([step], titled(title))).fingerprintOf('Account')),
    )
    expect(new Set(prints).size).toBe(2)
    expect(await enrichOne({}, [step], titled('b'))).toMatchObject({ title: 'b' })
  })
})
