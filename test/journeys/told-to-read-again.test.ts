import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { callCli } from '../support/call-cli.js'
import { openGoBetween } from '../support/go-between.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { parseLines } from '../support/output-files.js'
import type { CliEnd } from '../support/run-cli.js'
import { recordIds, tombstones } from '../support/written.js'

const objects = ['Account', 'Lead']
const settings = `standard_objects_to_sync: [${objects.join(', ')}]\nchildren: false\n`
const places: [string, string[]][] = [
  ['a pipe', []],
  ['a folder', ['--output', 'documents']],
]
const drops: [string, string[]][] = [
  ['rolled back', ['rollback']],
  ['dropped by the next one', ['status']],
]
const unsettled = places.flatMap(([place, to]) => drops.map(([end, settle]) => [place, end, to, settle] as const))
/** Ways to be told to read again: mode and note of the run that makes up for it, and how status has it. */
const told: [string[], string, string, object][] = [
  [
    ['--full'],
    'full',
    'Read in full, as an earlier run was to that did not finish or was rolled back.',
    { loading: true },
  ],
  [['--since', '3d'], 'incremental', 'Read again from ', { from: expect.any(String) as string }],
]

describe('a held run that is told to read again', unhurried, () => {
  test.each(unsettled.flatMap(([...row]) => told.map((each) => [each[0][0]!, ...row, ...each] as const)))(
    'with %s into %s and is %s is made up for by the next run, as plan, status and report say',
    async (_flag, _place, _end, to, settle, flags, mode, note, next) => {
      const { journey, ids } = await openRead(to)
      const held = await journey.sync(...to, ...flags, '--hold')
      expect(recordIds(held.documents).toSorted()).toEqual(ids)
      await journey.run(...settle, ...to)
      const status = JSON.parse((await journey.run('status', '--json')).stdout) as [{ objects: object[] }]
      expect(status[0].objects).toMatchObject(objects.map((object) => ({ object, ...next })))
      const [plan] = JSON.parse((await journey.run('plan', ...to, '--json')).stdout) as { objects: object[] }[]
      const noted = { mode, notes: [expect.stringContaining(note) as string] }
      expect(plan!.objects).toMatchObject([noted, noted])
      const { documents, report } = await journey.sync(...to)
      expect(recordIds(documents).toSorted()).toEqual(ids)
      expect(report.objects).toMatchObject([noted, noted])
      expect(report.directories).toBe(mode === 'full' ? 3 : 0)
      const { documents: none, report: last } = await journey.sync(...to)
      expect(none).toEqual([])
      expect(last.objects.flatMap(({ notes = [] }) => notes)).toEqual([])
    },
  )

  test.each(told)('with %j and is committed has been made up for', async (flags) => {
    const { journey } = await openRead([])
    await journey.sync(...flags, '--hold')
    await journey.run('commit')
    const { documents, report } = await journey.sync()
    expect(documents).toEqual([])
    expect(report.objects).toMatchObject([{ mode: 'incremental' }, { mode: 'incremental' }])
  })

  test.each(unsettled)(
    'with --reconcile into %s and is %s has its tombstones written by the next run',
    async (_place, _end, to, settle) => {
      const { journey, ids } = await openRead(to)
      const [gone] = ids
      journey.sandbox.store.delete(gone!)
      journey.sandbox.store.purge(gone!)
      const missing = [{ id: gone, reason: 'missing' }]
      expect(tombstones((await journey.sync(...to, '--reconcile', '--hold')).documents)).toMatchObject(missing)
      await journey.run(...settle, ...to)
      expect((await journey.run('status')).stdout).toContain('Account: the next run compares all Ids.')
      const { documents, report } = await journey.sync(...to)
      expect(documents).toMatchObject(missing)
      expect(report.objects).toMatchObject([{ mode: 'reconcile' }, { mode: 'reconcile' }])
      expect((await journey.sync(...to)).report.objects).toMatchObject([
        { mode: 'incremental' },
        { mode: 'incremental' },
      ])
    },
  )

  test('of some objects alone leaves the others to their watermarks', async () => {
    const { journey } = await openRead([])
    await journey.sync('--full', '--object', 'lead', '--hold')
    const { documents } = await journey.sync()
    expect(new Set(documents.filter(({ type }) => type !== 'folder').map(({ type }) => type))).toEqual(
      new Set(['Lead']),
    )
  })
})

/** What the org is asked when a run is cut short, before it has read anything. */
const moments: [string, RegExp][] = [
  ['logs in', /oauth2\/token/],
  ['asks which objects there are', /sobjects/],
  ['asks for its first rows', / FROM (Account|Lead)/],
]

describe('a run that is told to read again and is cut short before it has read anything', unhurried, () => {
  test.each(
    moments.flatMap(([moment, line]) =>
      (['SIGTERM', 'SIGKILL'] as const).map((signal) => [signal, moment, line] as const),
    ),
  )('by %s while it %s is made up for by the next run', async (signal, _moment, line) => {
    const { journey, ids, cut } = await openBetween()
    const taken = parseLines((await cut(['--full'], signal, line)).stdout)
    const { documents, report } = await journey.sync()
    expect(recordIds(documents).toSorted()).toEqual(ids)
    expect(report.objects).toMatchObject([{ mode: 'full' }, { mode: 'full' }])
    expect([...taken, ...documents].filter(({ type }) => type === 'folder')).toHaveLength(3)
    expect((await journey.sync()).documents).toEqual([])
  })

  test.each([
    [['--since', '3d'], { mode: 'incremental', written: 3 }],
    [['--reconcile'], { mode: 'reconcile', written: 0 }],
  ] as const)('is made up for too where it was told %j', async (flags, expected) => {
    const { journey, cut } = await openBetween()
    await cut(flags, 'SIGKILL', /sobjects/)
    expect((await journey.sync()).report.objects).toMatchObject([expected, expected])
  })

  test.each([
    [[], /^hint: The next `sf-extract sync` goes on from here\.$/m],
    [['--full'], /^hint: .* goes on from here\. It does what --full asked for without being told again\.$/m],
    [['--full', '--hold'], /^hint: .*`sf-extract commit` keeps it, .* It does what --full asked for/m],
  ])('says what the next run does, told %j', async (flags, hint) => {
    const { cut } = await openBetween()
    for (const line of [/sobjects/, / FROM Account/]) {
      const { code, stderr } = await cut(flags, 'SIGINT', line)
      expect(code).toBe(130)
      expect(stderr).toMatch(hint)
    }
  })

  test('says that it has to be told again where it was still waiting for its lock', async () => {
    const { journey, cut } = await openBetween()
    const controller = new AbortController()
    const clock = {
      ...systemClock,
      sleep: (ms: number, signal?: AbortSignal) => {
        controller.abort()
        return systemClock.sleep(ms, signal)
      },
    }
    let stderr = ''
    await cut([], 'SIGKILL', /sobjects/, async () => {
      const { folder: cwd, env } = journey
      const waiting = await callCli(
        ['sync', '--full', '--wait', '5m'],
        { cwd, env },
        { clock, signal: controller.signal },
      )
      stderr = waiting.stderr
    })
    expect(stderr).toMatch(/^hint: Nothing has been read, and --full is not kept yet: run it again with --full\.$/m)
  })
})

type Cut = (
  flags: readonly string[],
  signal: NodeJS.Signals,
  line: RegExp,
  before?: () => Promise<void>,
) => Promise<CliEnd>

/** Runs that end by a signal when they ask the org for something, which it never answers. */
async function openBetween(): Promise<{ journey: Journey; ids: string[]; cut: Cut }> {
  const { journey, ids } = await openRead([])
  let asked: { line: RegExp; end: () => Promise<void> } | undefined
  const { url } = await openGoBetween(journey.sandbox.url, async ({ line }) => {
    if (!asked?.line.test(line)) return undefined
    const { end } = asked
    asked = undefined
    await end()
    return { how: 'reset' }
  })
  journey.env['SF_EXTRACT_LOGIN_URL'] = url
  const cut: Cut = async (flags, signal, line, before) => {
    if (signal === 'SIGINT') return interrupt(flags, line)
    const run = journey.start('sync', ...flags)
    const end = async () => {
      await before?.()
      run.child.kill(signal)
      await run.ended
    }
    asked = { line, end }
    return run.ended
  }
  /** Of a run in this process. */
  const interrupt = async (flags: readonly string[], line: RegExp) => {
    const { folder: cwd, env } = journey
    journey.pass(1)
    const controller = new AbortController()
    const run = callCli(['sync', ...flags], { cwd, env }, { signal: controller.signal })
    asked = { line, end: async () => controller.abort() }
    return run
  }
  return { journey, ids, cut }
}

/** Three accounts and three leads of two days ago, read once. */
async function openRead(to: string[]): Promise<{ journey: Journey; ids: string[] }> {
  const journey = await openJourney({ settings, ownProcesses: false })
  const { store, clock } = journey.sandbox
  const at = clock.now() - 2 * 86_400_000
  for (let n = 0; n < 3; n++) {
    store.insert('Account', { Name: `A${n}` }, { at })
    store.insert('Lead', { LastName: `L${n}`, Company: 'Acme' }, { at })
  }
  const ids = objects.flatMap((object) => [...store.rows(object)].map(({ id }) => id)).toSorted()
  await journey.sync(...to)
  journey.pass(3600)
  return { journey, ids }
}
