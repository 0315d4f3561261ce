import { describe, expect, test } from 'vitest'
import { systemClock, type Clock } from '../../../src/clock.js'
import { ExactNumber } from '../../../src/exact-json.js'
import { buildAccount, enrichAll, openTestPipeline, type TestPipelineOptions } from '../../support/pipeline.js'

/** A program that calls `answer` with each document, with what it kept before, and prints what that gives. */
function program(answer: string): TestPipelineOptions & { files: Record<string, string> } {
  const body = `
    import { appendFileSync, existsSync, readFileSync } from 'node:fs'
    import { createInterface } from 'node:readline'
    appendFileSync('starts', '.')
    const starts = readFileSync('starts', 'utf8').length
    const print = (value) => process.stdout.write((typeof value === 'string' ? value : JSON.stringify(value)) + '\\n')
    let count = 0
    for await (const line of createInterface({ input: process.stdin })) {
      const document = JSON.parse(line)
      count += 1
      const answer = (${answer})(document, { count, starts, line })
      if (answer !== undefined) print(answer)
    }`
  return { files: { 'enrich.mjs': body } }
}

const step = { command: { run: [process.execPath, 'enrich.mjs'], on_failure: 'skip_document' } }

async function outcomes(count: number, answer: string, further: object = {}) {
  const documents = Array.from({ length: count }, () => ({}))
  const all = await enrichAll(documents, [{ command: { ...step.command, ...further } }], program(answer))
  return all.map(
    ({ documents: made, failures }) =>
      failures[0]?.message ?? made.map((document) => 'title' in document && document.title),
  )
}

/** `001000000000003AAA`. */
const id = (at: number) => `00100000000000${at}AAA`

describe('command', () => {
  test('hands documents to a program line by line, and takes one, several, none, or an error for each', async () => {
    const answer = `(d, { count }) => [
      { ...d, title: 'one' },
      [{ ...d, title: 'a' }, { ...d, id: d.id + '#1', title: 'b' }],
      null,
      { error: 'not this one' },
      { error: 'not now', passing: true },
      { ...d, title: 'six' },
    ][count - 1]`
    expect(await outcomes(6, answer)).toEqual([['one'], ['a', 'b'], [], 'not this one', 'not now', ['six']])
  })

  test('keeps every digit, blank lines aside, and its own variables to itself', async () => {
    process.env['SF_EXTRACT_TEST_SECRET'] = 'secret'
    const long = new ExactNumber('123456789012345678')
    const answer = `(d, { line }) => '\\n' + line.replace('"title":"001000000000000AAA"', '"title":"' + process.env.SF_EXTRACT_TEST_SECRET + '"')`
    const [enriched] = await enrichAll([{ payload: { Long: long } }], [step], program(answer))
    delete process.env['SF_EXTRACT_TEST_SECRET']
    expect(enriched!.documents).toMatchObject([{ title: 'undefined', payload: { Long: long } }])
  })

  test('takes a line for the shell, and logs what the program says', async () => {
    const said: string[] = []
    const log = { debug: (_facts: object, text: string) => void said.push(text) }
    const run = 'echo hello >&2 && sed -u s/title/title/'
    const [enriched] = await enrichAll([{}], [{ command: { run } }], { log })
    expect(enriched!.documents).toHaveLength(1)
    // What it prints comes by a pipe of its own, before or after its answers.
    await expect.poll(() => said).toEqual(['hello'])
  })

  test('takes any number of documents of any size without stopping up', async () => {
    const pipeline = await openTestPipeline([step], program('(d) => ({ ...d, content: d.content + "!" })'))
    const content = 'x'.repeat(300_000)
    const documents = Array.from({ length: 60 }, () => buildAccount({ content }))
    for (const { documents: made } of await pipeline.process(documents, 'Account'))
      expect(made).toMatchObject([{ content: `${content}!` }])
  })

  test('is one program for all objects, a batch at a time', async () => {
    const pipeline = await openTestPipeline(
      [step],
      program('(d, { starts, count }) => ({ ...d, title: starts + " " + count })'),
    )
    const batches = await Promise.all(
      ['Account', 'Lead', 'Case'].map((object) => pipeline.process([buildAccount({}), buildAccount({})], object)),
    )
    const titles = batches
      .flat()
      .flatMap(({ documents }) => documents.map((document) => 'title' in document && document.title))
    expect(titles).toEqual(['1 1', '1 2', '1 3', '1 4', '1 5', '1 6'])
  })
})

describe('a program that misbehaves', () => {
  test('that dies is started again once, and goes on after the last answer', async () => {
    const answer = `(d, { starts, count }) => starts === 1 && count === 3 ? process.exit(3) : { ...d, title: starts + ' ' + d.id }`
    expect(await outcomes(4, answer)).toEqual([[`1 ${id(0)}`], [`1 ${id(1)}`], [`2 ${id(2)}`], [`2 ${id(3)}`]])
  })

  test('that dies of one document twice fails for that one', async () => {
    const answer = `(d) => { if (d.id === '${id(1)}') { console.error('cannot'); process.exit(3) } return d }`
    const [first, second, third] = await outcomes(3, answer)
    expect([first, third]).toEqual([[id(0)], [id(2)]])
    expect(second).toMatch(/^`.*enrich\.mjs` ended with exit code 3, and said "cannot"$/)
  })

  test('that always dies is not started for each of many documents', async () => {
    const options = program('() => process.exit(1)')
    const body = options.files['enrich.mjs']!
    const documents = Array.from({ length: 50 }, () => ({}))
    const all = await enrichAll(documents, [step], {
      files: {
        'enrich.mjs': `${body.replace('count += 1', 'if (starts > 6) await new Promise(() => {}); count += 1')}`,
      },
    })
    expect(all.every(({ failures }) => /ended with exit code 1/.test(failures[0]!.message))).toBe(true)
    expect(all[0]!.failures[0]).toMatchObject({ isPassing: true })
  })

  test('that is not there is told so', async () => {
    const all = await enrichAll([{}], [{ command: { run: ['no-such-program'], on_failure: 'pass' } }])
    expect(all[0]!.failures).toMatchObject([{ message: '`no-such-program` could not be started (ENOENT)' }])
  })

  test('that hangs is ended after its time', async () => {
    const answer = `(d) => d.id === '${id(1)}' ? undefined : d`
    const [first, second, third] = await outcomes(3, answer, { timeout: '20s' })
    // It answers what follows, where the one before is still due.
    expect(first).toEqual([id(0)])
    expect(second).toMatch(/answered with 001000000000002AAA where 001000000000001AAA was next$/)
    expect(third).toEqual([id(2)])
    const hanging = await outcomes(1, '() => undefined', { timeout: '200ms' })
    expect(hanging[0]).toMatch(/` gave no answer for 200 ms \(/)
  })

  test('that prints rubbish, or another order, fails for the document that was next', async () => {
    expect((await outcomes(2, `(d, { count }) => d.id === '${id(0)}' ? 'Loading model...' : d`))[0]).toMatch(
      /` printed "Loading model\.\.\.", which is no JSON$/,
    )
    expect((await outcomes(1, '() => 7'))[0]).toMatch(/` printed 7 instead of a document$/)
    expect((await outcomes(1, '(d) => ({ ...d, id: "x" })'))[0]).toMatch(/` answered with x where 0010/)
    expect((await outcomes(1, '(d) => ({ title: "x" })'))[0]).toBe('it gave a document without an id')
    expect((await outcomes(1, '(d) => ({ id: d.id })'))[0]).toBe(`it gave a document without a title, ${id(0)}`)
  })

  test('that does not end by itself is ended with the pipeline, and with the run', async () => {
    const clock: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms === 5000 ? 50 : ms, signal) }
    const files = { 'enrich.mjs': 'setInterval(() => {}, 1000); process.stdin.on("data", () => {})' }
    const ending = new AbortController()
    const pipeline = await openTestPipeline([step], { files, clock, signal: ending.signal })
    const processing = pipeline.process([buildAccount({})], 'Account')
    setTimeout(() => ending.abort(), 200)
    await expect(processing).rejects.toMatchObject({ code: 'INTERRUPTED' })
    const echo = await openTestPipeline([step], {
      files: { 'enrich.mjs': 'process.stdin.pipe(process.stdout); setInterval(() => {}, 1000)' },
      clock,
    })
    expect((await echo.process([buildAccount({})], 'Account'))[0]!.documents).toHaveLength(1)
    await echo.close()
  })
})
