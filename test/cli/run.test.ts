import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js'
import { callCli, openCollector } from '../support/call-cli.js'
import { jsonLines } from '../support/cli-org.js'
import { buildFile } from '../support/dispatched.js'
import { parseLines } from '../support/output-files.js'
import { makeTempFolder } from '../support/temp-folder.js'
import { recordIds } from '../support/written.js'

const datasources = { leads: { objects: ['Lead'], interval: '1h' }, accounts: { objects: ['Account'], interval: '1h' } }

/** A folder with a configuration of two datasources, and an org with a thousand records of each. */
async function openTwo(pipeline: object = {}, count = 1000) {
  const sandbox = await startSandbox({ records: 0, pageSize: 200 })
  onTestFinished(() => sandbox.close())
  addRecords(sandbox, count)
  const folder = await makeTempFolder()
  const configure = (section: object) => {
    const entry = { name: 'connector_dispatcher', keep_running: false, ...section }
    const file = buildFile({ salesforce: sandbox }, datasources, { pipeline: [entry] })
    return writeFile(path.join(folder, 'coco.yml'), JSON.stringify(file), { mode: 0o600 })
  }
  await configure(pipeline)
  const run = (...args: string[]) => callCli(['run', ...args], { cwd: folder, env: {} })
  return { sandbox, folder, configure, run }
}

function addRecords({ store, clock }: Sandbox, count: number): void {
  for (let n = 0; n < count; n++) {
    store.insert('Lead', { LastName: 'Lee', Company: 'Acme' })
    store.insert('Account', { Name: 'Acme' })
  }
  clock.advance(60_000)
}

describe('run', () => {
  test('writes the documents of datasources that are read side by side to stdout, a line each', async () => {
    const { sandbox, run } = await openTwo()
    const { code, stdout, stderr } = await run()
    expect(code).toBe(0)
    const documents = parseLines(stdout)
    for (const object of ['Lead', 'Account']) {
      const ids = [...sandbox.store.rows(object)].map(({ id }) => id)
      expect(recordIds(documents, object).toSorted()).toEqual(ids.toSorted())
    }
    const events = jsonLines(stderr)
    expect(events[0]).toMatchObject({
      event: 'datasources_chosen',
      datasources: [
        { id: 'leads', connector: 'salesforce', interval: '1h', intervalMs: 3_600_000 },
        { id: 'accounts' },
      ],
    })
    const paged = events.filter(({ event }) => event === 'page_done')
    expect(paged.map(({ datasource }) => datasource)).toEqual(expect.arrayContaining(['leads', 'accounts']) as unknown)
    expect(paged.every(({ run: id, object }) => typeof id === 'string' && typeof object === 'string')).toBe(true)
  })

  test('does what is due once where keep_running is off, into a folder', async () => {
    const { run, folder } = await openTwo({ processor: [{ connector_dispatcher: { pipelines_in_sync: true } }] }, 3)
    const args = ['--output', 'documents', '--log-format', 'text']
    const first = await run(...args)
    expect(first.code).toBe(0)
    expect(first.stderr).toMatch(
      /^\d\d:\d\d:\d\d leads: done, 3 written.*\n\d\d:\d\d:\d\d accounts: done, 3 written.*\n$/,
    )
    expect(await run(...args)).toEqual({ code: 0, stdout: '', stderr: 'No datasource is due yet.\n' })
    expect((await callCli(['status', '--output', 'documents'], { cwd: folder, env: {} })).stdout).toContain('leads to ')
  })

  test('has the most serious exit code of the runs', async () => {
    const { sandbox, run } = await openTwo({}, 3)
    sandbox.faults.add({ name: 'object-403', object: 'Lead' })
    expect((await run('--output', 'documents')).code).toBe(4)
  })

  test('starts only when forced where auto_start is off', async () => {
    const { run } = await openTwo({ auto_start: false }, 1)
    const refused = await run('--output', 'documents')
    expect(refused.code).toBe(2)
    expect(jsonLines(refused.stderr)).toMatchObject([
      { level: 'error', code: 'USAGE', hint: expect.stringContaining('--force') as string },
    ])
    expect((await run('--output', 'documents', '--force', '--datasource', 'leads')).code).toBe(0)
  })

  test('ends well when the reader of stdout goes away', async () => {
    const { run, folder } = await openTwo({ keep_running: true }, 3)
    const { stream: stdout } = openCollector()
    stdout.destroy()
    const { code, stderr } = await callCli(['run', '--log-format', 'text'], { cwd: folder, env: {} }, { stdout })
    expect(code).toBe(0)
    expect(stderr).not.toContain('error')
    expect((await run('--datasource', 'nobody')).code).toBe(2)
  })

  test.each([
    [['--compact-over', '5'], '--compact-over is for files'],
    [['--max-calls', 'x'], '--max-calls takes a whole number'],
  ])('refuses %j', async (args, text) => {
    const { run } = await openTwo({}, 0)
    expect(await run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(text) as string })
  })
})

describe('run on a terminal', () => {
  test('has a line for each datasource that stays in place, and what failed above', async () => {
    const { sandbox, folder } = await openTwo({}, 3)
    sandbox.faults.add({ name: 'object-403', object: 'Lead' })
    const { stream, text } = openCollector()
    const stderr = Object.assign(stream, { isTTY: true, columns: 80, rows: 24 })
    const env = { TERM: 'xterm', NO_COLOR: '1', LANG: 'en_US.UTF-8' }
    await callCli(['run', '--output', 'documents'], { cwd: folder, env }, { stderr })
    const screen = drawScreen(text())
    const failed = screen.findIndex((line) => line.startsWith('error ACCESS_DENIED: Lead'))
    expect(failed).toBeGreaterThanOrEqual(0)
    expect(screen.slice(-2)).toEqual([
      expect.stringMatching(/^✗ leads     every 1h  \d\d:\d\d:\d\d partial, 0 written, 0 deleted, \d+ API calls$/),
      expect.stringMatching(/^✓ accounts  every 1h  \d\d:\d\d:\d\d done, 3 written, 0 deleted, \d+ API calls$/),
    ])
  })
})

/** What stands on a screen after all of it, as far as the board uses one. */
function drawScreen(text: string): string[] {
  const lines: string[] = []
  let at = 0
  for (const [, up, below, plain] of text.matchAll(/\u001B\[(?:(\d+)A|(J)|K|\?7[lh])|([^\u001B]+)/g)) {
    if (up !== undefined) at -= Number(up)
    if (below !== undefined) lines.length = at
    for (const piece of plain?.match(/[^\n]+|\n/g) ?? []) {
      if (piece === '\n') at += 1
      else if (piece !== '\r') lines[at] = piece.replace('\r', '')
    }
  }
  return lines
}
