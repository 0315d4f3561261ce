import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonLines } from '../support/cli-org.js'
import { onAnswer, openJourney, unhurried, type Journey } from '../support/journey.js'
import { loadKept } from '../support/kept-state.js'
import { loadOutput } from '../support/output-files.js'
import { recordIds } from '../support/written.js'

const settings = 'standard_objects_to_sync: [Lead]\nchildren: false\n'

describe('Ctrl-C and kill', unhurried, () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s in the middle of the pages: exit %i within seconds, what was written is kept and not written again',
    async (signal, code) => {
      const journey = await openLeads(1400)
      journey.sandbox.faults.add({ name: 'slow', ms: 100, path: '/query/0r8' })
      const run = journey.start(...'sync --output documents --report report.json --log-format json'.split(' '))
      let signalledAt = 0
      afterPages(3, journey, () => {
        signalledAt = performance.now()
        run.child.kill(signal)
      })
      const end = await run.ended
      expect(end).toMatchObject({ code, stdout: '' })
      expect(performance.now() - signalledAt).toBeLessThan(10_000)
      expect(end.stderr).not.toMatch(/\\n +at /)
      const interrupted = { outcome: 'interrupted', error: { code: 'INTERRUPTED' } }
      expect(jsonLines(end.stderr).at(-1)).toMatchObject({ event: 'run_ended', ...interrupted })
      expect(await journey.report()).toMatchObject(interrupted)
      const kept = recordIds(await loadOutput(path.join(journey.folder, 'documents')))
      expect(kept.length).toBeGreaterThanOrEqual(400)
      expect((await loadKept(journey.folder, 'Lead')).rows!.open!.after).toEqual({
        stamp: expect.any(String) as string,
        id: kept.at(-1),
      })

      const again = await journey.sync('--output', 'documents')
      expect(again.code).toBe(0)
      const all = recordIds(await loadOutput(path.join(journey.folder, 'documents')))
      expect(all.toSorted()).toEqual([...journey.sandbox.store.rows('Lead')].map(({ id }) => id).toSorted())
    },
  )

  test('a second one leaves at once, without damage, here where the reader of stdout has stopped scan', async () => {
    const journey = await openLeads(1400)
    const run = journey.start('sync')
    run.child.stdout!.pause()
    const exited = new Promise((resolve) => run.child.once('exit', (code, signal) => resolve(code ?? signal)))
    await new Promise<void>((resolve) => afterPages(1, journey, resolve))
    const pressing = setInterval(() => run.child.kill('SIGINT'), 200)
    // One that comes while the process is on its way out ends it as Node does, with the same 130 in a shell.
    expect([130, 'SIGINT']).toContain(await exited)
    clearInterval(pressing)
    run.child.stdout!.resume()
    await run.ended

    const { code, documents } = await journey.sync()
    expect(code).toBe(0)
    expect(recordIds(documents)).toHaveLength(1400)
  })

  test('a second one leaves at once too where the org does not answer', async () => {
    const journey = await openLeads(1)
    journey.sandbox.faults.add({ name: 'slow', path: '/query', ms: 60_000 })
    const run = journey.start('sync', '--output', 'documents', '--log-format', 'json')
    await run.saw('"event":"run_started"')
    run.child.kill('SIGINT')
    run.child.kill('SIGTERM')
    expect([130, 143]).toContain((await run.ended).code)
  })
})

async function openLeads(count: number): Promise<Journey> {
  const journey = await openJourney({ settings })
  const { store, clock } = journey.sandbox
  for (let n = 0; n < count; n++)
    store.insert('Lead', { LastName: 'Lee', Company: 'Acme' }, { at: clock.now() - 3_600_000 })
  return journey
}

/** Calls back when so many pages of leads have been answered. */
function afterPages(count: number, { sandbox }: Journey, then: () => void): void {
  let seen = 0
  onAnswer(sandbox, ({ url }) => {
    if ((url.includes('/query/0r8') || /query\?.*Company.*FROM/.test(url)) && ++seen === count) then()
  })
}
