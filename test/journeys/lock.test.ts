import { describe, expect, test } from 'vitest'
import { callCli } from '../support/call-cli.js'
import { buildGate, type Gate } from '../support/gate.js'
import { openGoBetween } from '../support/go-between.js'
import { openJourney, unhurried, type Journey } from '../support/journey.js'
import { loadOutput } from '../support/output-files.js'
import { startCli, type RunningCli } from '../support/run-cli.js'
import { recordIds } from '../support/written.js'

const settings = 'standard_objects_to_sync: [Lead]\nchildren: false\n'

describe('one run at a time', unhurried, () => {
  test('a second run leaves with exit 7 and names process and time; with --wait it takes its turn', async () => {
    const { journey, first, gate } = await openHeldRun()
    const second = await journey.run('sync', '--output', 'documents')
    expect(second.code).toBe(7)
    expect(second.stderr).toContain('error LOCK_HELD:')
    expect(second.stderr).toContain(`process ${first.child.pid} on `)
    expect(second.stderr).toMatch(/since \d{4}-\d\d-\d\dT\d\d:\d\d/)
    expect((await journey.run('commit')).code).toBe(7)

    const third = journey.start('sync', '--output', 'documents', '--wait', '5m')
    gate.open()
    expect((await first.ended).code).toBe(0)
    expect((await third.ended).code).toBe(0)
    expect(recordIds(await loadOutput(`${journey.folder}/documents`))).toHaveLength(3)
  })

  test('a run with another state leaves the output folder to the first, and so it does afterwards', async () => {
    const { journey, first, gate } = await openHeldRun()
    const other = { ...journey.env, SF_EXTRACT_STATE: 'file:other' }
    const sync = (...args: string[]) =>
      callCli(['sync', '--output', 'documents', ...args], { cwd: journey.folder, env: other })
    for (const args of [[], ['--full']]) {
      const second = await sync(...args)
      expect(second).toMatchObject({ code: 7, stderr: expect.stringContaining('error LOCK_HELD:') as string })
      expect(second.stderr).toContain(`${journey.folder}/documents`)
    }
    gate.open()
    expect((await first.ended).code).toBe(0)
    expect(await sync()).toMatchObject({ code: 2, stderr: expect.stringContaining('OUTPUT_OWNED') as string })
    expect(recordIds(await loadOutput(`${journey.folder}/documents`))).toHaveLength(3)
  })

  test('the lock of a run that was killed is taken over at once', async () => {
    const { journey, first } = await openHeldRun()
    first.child.kill('SIGKILL')
    await first.ended
    const { code, documents } = await journey.sync('--output', 'documents')
    expect(code).toBe(0)
    expect(recordIds(documents)).toHaveLength(3)
  })
})

/** A run that holds its lock and waits for the org, which answers its statements when the gate opens. */
async function openHeldRun(): Promise<{ journey: Journey; first: RunningCli; gate: Gate }> {
  const journey = await openJourney({ settings })
  for (let n = 0; n < 3; n++)
    journey.sandbox.store.insert(
      'Lead',
      { LastName: 'Lee', Company: 'Acme' },
      { at: journey.sandbox.clock.now() - 60_000 },
    )
  const gate = buildGate()
  const isAsked = buildGate()
  const { url } = await openGoBetween(journey.sandbox.url, async ({ soql }) => {
    if (soql === undefined) return undefined
    isAsked.open()
    await gate.opened
    return undefined
  })
  const first = startCli(['sync', '--output', 'documents'], {
    cwd: journey.folder,
    env: { ...journey.env, SF_EXTRACT_LOGIN_URL: url },
  })
  await isAsked.opened
  return { journey, first, gate }
}
