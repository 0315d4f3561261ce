import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunReport } from '../../src/terms.js'
import { jsonLines, openCliOrg } from '../support/cli-org.js'

describe('sync', () => {
  test('writes documents alone to stdout and a summary to stderr; the next run writes nothing', async () => {
    const { sandbox, run } = await openCliOrg()
    const first = await run('sync')
    expect(first.code).toBe(0)
    const documents = jsonLines(first.stdout)
    expect(documents[0]).toMatchObject({ type: 'folder', title: 'Standard Objects' })
    expect(documents.filter(({ type }) => type === 'Account')).toHaveLength(accountsOf(sandbox))
    expect(first.stderr).toMatch(/^object +mode +written +deleted +calls +seconds +watermark\nAccount +full +\d+/)
    expect(first.stderr).toMatch(/\nsalesforce: done, [\d,]+ written, 0 deleted, 7 directories, \d+ API calls/)
    sandbox.clock.advance(60_000)
    const second = await run('sync', '--quiet')
    expect(second).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test('tells the calls that no line of its table has, so that all of them add up', async () => {
    const { sandbox, run } = await openCliOrg()
    const first = await run('sync', '--output', 'documents')
    const table = [...first.stderr.matchAll(/^\w+ +full +[\d,]+ +\d+ +(\d+) /gm)]
    const [, total, shared] = /, (\d+) API calls, (\d+) of them shared by objects/.exec(first.stderr) ?? []
    expect(table).toHaveLength(6)
    const own = table.reduce((sum, [, calls]) => sum + Number(calls), 0)
    expect(own + Number(shared)).toBe(Number(total))
    sandbox.clock.advance(60_000)
    expect((await run('sync', '--output', 'documents')).stderr).toContain('3 API calls, all shared by objects (')
  })

  test('--quiet keeps the warnings of data that may be missing, as JSON too', async () => {
    const { run, sandbox } = await openCliOrg()
    sandbox.faults.add({ name: 'object-403', object: 'CaseComment' })
    const text = await run('sync', '--quiet', '--object', 'Case', '--output', 'documents')
    expect(text).toMatchObject({ code: 0, stdout: '' })
    expect(text.stderr).toMatch(/^warning: .*CaseComment.*\n$/)
    const json = await run('sync', '--quiet', '--log-format', 'json', '--object', 'Case', '--output', 'more')
    expect(jsonLines(json.stderr)).toMatchObject([
      { level: 'warn', event: 'warning', msg: expect.stringContaining('CaseComment') as string },
    ])
  })

  test('--json writes the report to stdout, a line a datasource, and is refused where documents go there', async () => {
    const { folder, run } = await openCliOrg()
    const good = await run('sync', '--json', '--output', 'documents', '--report', 'run.json')
    expect(good.code).toBe(0)
    const report = JSON.parse(await readFile(path.join(folder, 'run.json'), 'utf8')) as RunReport
    expect(jsonLines(good.stdout)).toEqual([report])
    for (const toStdout of [[], ['--output', '-']]) {
      const { code, stdout, stderr } = await run('sync', '--json', ...toStdout)
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/^error USAGE: --json writes the report to stdout, where .*\nhint: .*--output DIR/)
    }
    const documents = await run('sync', '--full', '--output', '-', '--object', 'Lead')
    expect(jsonLines(documents.stdout).some(({ type }) => type === 'Lead')).toBe(true)
    expect(await readdir(folder)).not.toContain('-')
  })

  test('writes the same as files, and a report, where it is told to', async () => {
    const { folder, run } = await openCliOrg()
    const { code, stdout } = await run(
      'sync',
      '--object',
      'Account,Lead',
      '--output',
      'documents',
      '--report',
      'out/run.json',
    )
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    const report = JSON.parse(await readFile(path.join(folder, 'out/run.json'), 'utf8')) as RunReport
    expect(report).toMatchObject({ datasource: 'salesforce', outcome: 'done', deleted: 0 })
    expect(report.objects.map(({ object }) => object).toSorted()).toEqual(['Account', 'Lead'])
    const tree = await run('tree', '--output', 'documents', '--json')
    const counts = (JSON.parse(tree.stdout) as { count: number }[]).map(({ count }) => count)
    expect(counts.reduce((sum, count) => sum + count)).toBe(report.written)
  })

  test('tells a run as JSON lines where that is the log format', async () => {
    const { run } = await openCliOrg()
    const { code, stderr } = await run('sync', '--object', 'Account', '--output', 'documents', '--log-format', 'json')
    expect(code).toBe(0)
    const events = jsonLines(stderr)
    expect([...new Set(events.map(({ event }) => event))]).toEqual([
      'run_started',
      'object_started',
      'page_done',
      'object_ended',
      'run_ended',
    ])
    expect(events.at(-1)).toMatchObject({ level: 'info', datasource: 'salesforce', outcome: 'done', objects: 1 })
  })

  test('reads again from a moment, or everything', async () => {
    const { sandbox, run } = await openCliOrg()
    await run('sync', '--object', 'Account')
    sandbox.clock.advance(60_000)
    const since = await run('sync', '--object', 'Account', '--since', '2000-01-01')
    expect(jsonLines(since.stdout)).toHaveLength(accountsOf(sandbox))
    sandbox.clock.advance(60_000)
    const full = await run('sync', '--object', 'Account', '--full')
    expect(full.stderr).toMatch(/^Account +full/m)
    // The directories come again too.
    const records = (jsonLines(full.stdout) as { type: string }[]).filter(({ type }) => type !== 'folder')
    expect(records).toHaveLength(accountsOf(sandbox))
  })
})

describe('a run that does not go well', () => {
  test('tells the failed object with its SOQL, writes the others, exit 4', async () => {
    const { sandbox, run } = await openCliOrg({ faults: [{ name: 'object-403', object: 'Lead' }] })
    const { code, stdout, stderr } = await run('sync', '--object', 'Account', 'Lead', '--quiet')
    expect(code).toBe(4)
    expect(jsonLines(stdout).filter(({ type }) => type === 'Account')).toHaveLength(accountsOf(sandbox))
    expect(stderr).toMatch(/^error \w+: Lead: .*\n {2}SOQL: SELECT .*FROM Lead/)
    expect(stderr).not.toMatch(/^ +at /m)
  })

  test('stops cleanly at --max-calls, exit 5, and goes on from there', async () => {
    const { run } = await openCliOrg()
    const stopped = await run('sync', '--output', 'documents', '--max-calls', '5')
    expect(stopped.code).toBe(5)
    expect(stopped.stderr).toContain('error QUOTA_REACHED: ')
    const rest = await run('sync', '--output', 'documents')
    expect(rest.code).toBe(0)
    const [files, org] = [await run('tree', '--output', 'documents', '--json'), await run('tree', '--json')]
    expect(JSON.parse(files.stdout)).toEqual(JSON.parse(org.stdout))
  })

  test('is no run at all where its report could not be written', async () => {
    const { folder, sandbox, run } = await openCliOrg()
    await mkdir(path.join(folder, 'reports'))
    const { code, stdout, stderr } = await run('sync', '--report', 'reports')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^error OUTPUT_FAILED: The report .*reports can't be written: .*\nhint: .*--report/)
    expect(sandbox.log.entries()).toEqual([])
  })

  test('is told in the report too where it could not begin, exit 3', async () => {
    const { folder, run } = await openCliOrg({
      faults: [{ name: 'token-refused', error: 'invalid_client', description: 'invalid client credentials' }],
    })
    const { code, stdout, stderr } = await run('sync', '--report', 'run.json')
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(/^error LOGIN_\w+: .*\nhint: .*\n$/)
    const report = JSON.parse(await readFile(path.join(folder, 'run.json'), 'utf8')) as RunReport
    expect(report).toMatchObject({
      datasource: 'salesforce',
      outcome: 'failed',
      error: { code: expect.stringMatching(/^LOGIN_/) as string },
    })
  })

  test('keeps the client secret and the token out of everything it says', async () => {
    const { env, run } = await openCliOrg({ faults: [{ name: 'status', status: 400, count: 1 }] })
    const secret = env['SF_EXTRACT_CLIENT_SECRET']!
    for (const format of ['text', 'json']) {
      const { stderr } = await run('sync', '--output', 'documents', '--log-level', 'debug', '--log-format', format)
      expect(stderr).toContain('debug')
      expect(stderr).not.toContain(secret)
      expect(stderr).not.toMatch(/00D\w{12,15}!/)
    }
  })
})

function accountsOf({ store }: { store: { rows(sobject: string): Iterable<{ isDeleted: boolean }> } }): number {
  return [...store.rows('Account')].filter(({ isDeleted }) => !isDeleted).length
}
