import { describe, expect, test } from 'vitest'
import { openPrinter, type PrinterOptions } from '../../../src/cli/printer/open-printer.js'
import type { Terminal } from '../../../src/cli/terminal/terminal.js'
import type { ObjectReport, RunReport } from '../../../src/terms.js'
import { openCollector } from '../../support/call-cli.js'
import { openManualClock } from '../../support/manual-clock.js'

const account: ObjectReport = {
  object: 'Account',
  mode: 'incremental',
  outcome: 'done',
  written: 1234,
  deleted: 5,
  dropped: 0,
  pages: 2,
  calls: 3,
  seconds: 1.26,
  watermark: '2026-01-05T09:30:00.000Z',
}
const lead: ObjectReport = {
  ...account,
  object: 'Lead',
  outcome: 'failed',
  written: 0,
  deleted: 0,
  error: { code: 'QUERY_REFUSED', message: 'no', soql: 'SELECT Id FROM Lead', hint: 'Ask again.' },
}
const report: RunReport = {
  run: 'r',
  datasource: 'crm',
  started: '2026-01-05T09:30:00.000Z',
  ended: '2026-01-05T09:30:02.000Z',
  outcome: 'partial',
  written: 1234,
  deleted: 5,
  directories: 7,
  calls: 6,
  quota: { used: 100, max: 15_000 },
  warnings: [],
  objects: [lead, account],
}
const crm = { datasource: 'crm', runId: 'r' }

/** What ora moves on a terminal; where it moves to is not looked at. */
const cursor = { cursorTo: () => true, moveCursor: () => true, clearLine: () => true }

/** Takes a printer through a whole run and gives what it printed. */
async function printed(
  options: Partial<PrinterOptions>,
  { isTTY = false, env = {}, columns = 120 } = {},
  ended = report,
): Promise<string> {
  const { stream, text } = openCollector()
  const terminal = {
    stderr: Object.assign(stream, { isTTY, columns }, cursor),
    env,
    clock: openManualClock(),
  } as unknown as Terminal
  const printer = await openPrinter({ level: 'info', format: 'text', progress: true, ...options }, terminal)
  printer.runStarted?.({ ...crm, objects: ['Account', 'Lead'] })
  printer.objectStarted?.({ ...crm, object: 'Account', mode: 'incremental' })
  printer.pageDone?.({ ...crm, object: 'Account', written: 1234, pages: 2, deleted: 5, calls: 3 })
  printer.warning?.({ ...crm, text: 'look out' })
  printer.objectEnded?.({ ...crm, report: account })
  printer.runEnded?.({ ...crm, report: ended })
  printer.close()
  return text()
}

describe('a run on a pipe', () => {
  test('is its warnings, a table, what failed, and the sum', async () => {
    expect(await printed({})).toBe(`warning: look out
object   mode         written  deleted  calls  seconds  watermark
Account  incremental    1,234        5      3      1.3  2026-01-05T09:30:00Z
Lead     incremental        0        0      3      1.3  2026-01-05T09:30:00Z
error QUERY_REFUSED: Lead: no
  SOQL: SELECT Id FROM Lead
hint: Ask again.
crm: partial, 1,234 written, 5 deleted, 7 directories, 6 API calls (100 of the org's 15,000 used)
`)
  })

  test('is nothing but what failed where only errors are wished', async () => {
    expect(await printed({ level: 'error' })).toBe(
      'error QUERY_REFUSED: Lead: no\n  SOQL: SELECT Id FROM Lead\nhint: Ask again.\n',
    )
    expect(await printed({ level: 'error' }, {}, { ...report, objects: [account] })).toBe('')
  })

  test('is also what was warned of, since data may be missing', async () => {
    const warned = { ...report, objects: [{ ...account, warnings: ['too few'] }], warnings: ['not looked at'] }
    expect(await printed({ level: 'error' }, {}, warned)).toBe('warning: Account: too few\nwarning: not looked at\n')
    for (const level of ['error', 'warn'] as const) {
      const lines = events(await printed({ level, format: 'json' }, {}, warned))
      expect(lines.filter(({ msg }) => msg !== 'look out')).toMatchObject([
        { level: 'warn', event: 'warning', datasource: 'crm', run: 'r', object: 'Account', msg: 'too few' },
        { level: 'warn', event: 'warning', msg: 'not looked at' },
      ])
    }
    expect(await printed({ level: 'info', format: 'json' }, {}, warned)).not.toContain('"msg":"too few"')
  })

  test('is the sum alone where the reader went away', async () => {
    const gone = { ...report, outcome: 'failed' as const, error: { code: 'SINK_CLOSED', message: 'gone' } }
    const text = await printed({}, {}, gone)
    expect(text).not.toContain('error')
    expect(text).toContain('crm: the reader went away, 1,234 written')
    expect(await printed({ level: 'error' }, {}, gone)).toBe('')
  })

  test('names what was left out, not finished, changed in its fields, or worth a warning', async () => {
    const odd: ObjectReport[] = [
      { ...account, object: 'A', outcome: 'skipped', reason: 'not queryable' },
      { ...account, object: 'B', outcome: 'stopped' },
      { ...account, object: 'D', warnings: ['the bin is older'] },
      { ...account, object: 'C', missingFields: ['X'], newFields: ['Y'], lostFields: ['Z'] },
    ]
    const text = await printed({}, {}, { ...report, objects: odd, warnings: ['no feed'] })
    expect(text).not.toMatch(/^A +incremental/m)
    for (const remark of [
      'A: left out, not queryable',
      'B: not finished',
      'C: not readable: X',
      'C: new fields: Y',
      'C: fields removed: Z',
      'warning: D: the bin is older',
      'warning: no feed',
    ]) {
      expect(text).toContain(remark)
    }
  })

  test('has colours only where they are forced', async () => {
    expect(await printed({}, { env: { FORCE_COLOR: '1' } })).toContain('\u001B[31merror QUERY_REFUSED:')
    expect(await printed({}, { env: { FORCE_COLOR: '0' } })).not.toContain('\u001B')
  })
})

describe('a run on a terminal', () => {
  test('moves lines while it goes, keeps one per object, and ends with the table', async () => {
    const text = await printed({}, { isTTY: true })
    expect(text).toMatch(/Account +incremental {2}1,234 rows {2}[\d,]+\/s {2}2 pages {2}5 deleted/)
    expect(text).toMatch(/✓\S* Account/)
    expect(text).toContain('\u001B[31merror QUERY_REFUSED:')
    expect(text.trimEnd().split('\n').at(-1)).toContain('crm: partial, 1,234 written')
  })

  test('has no colours with NO_COLOR, and no moving lines where documents go to it, it is dumb, or of no width', async () => {
    expect(await printed({}, { isTTY: true, env: { NO_COLOR: '1' } })).not.toMatch(/\u001B\[\d+m/)
    expect(await printed({ progress: false }, { isTTY: true, env: { NO_COLOR: '1' } })).not.toContain('rows')
    expect(await printed({}, { isTTY: true, env: { TERM: 'dumb' } })).not.toContain('\u001B')
    expect(await printed({}, { isTTY: true, columns: 0 })).not.toContain('rows')
    expect(await printed({}, { isTTY: true, env: { CI: 'true' } })).not.toContain('rows')
  })
})

const events = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('a run as JSON', () => {
  test('is a line per event of the wished level and above', async () => {
    expect(
      events(await printed({ format: 'json' })).map(({ level, event }) => `${level as string} ${event as string}`),
    ).toEqual([
      'info run_started',
      'info object_started',
      'info page_done',
      'warn warning',
      'info object_ended',
      'info run_ended',
    ])
    expect(events(await printed({ format: 'json', level: 'warn' })).map(({ event }) => event)).toEqual(['warning'])
    for (const event of events(await printed({ format: 'json' }))) {
      expect(event).toMatchObject({ datasource: 'crm', run: 'r' })
    }
    const failed = { ...report, error: { code: 'ORG_UNREACHABLE', message: 'gone' } }
    expect(events(await printed({ format: 'json', level: 'error' }, {}, failed))).toMatchObject([
      { level: 'error', event: 'run_ended', objects: 2 },
    ])
  })
})
