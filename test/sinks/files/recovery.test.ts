import { mkdir, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openMemoryState } from '../../../src/state/memory-state.js'
import type { StateChange } from '../../../src/state/state.js'
import { systemClock } from '../../../src/clock.js'
import { openFilesSink } from '../../../src/sinks/files/files-sink.js'
import { stagedFolder, recoverFiles } from '../../../src/sinks/files/recovery.js'
import { forgetRead } from '../../../src/state/forget.js'
import { beginHeld, commitHeld, holdState } from '../../../src/state/hold.js'
import { openState } from '../../support/open-state.js'
import { startProgram } from '../../support/child-program.js'
import { countTo, loadNumbers, runNumbers } from '../../support/number-run.js'
import { listOutput, loadOutput } from '../../support/output-files.js'
import { buildSampleDocument } from '../../support/sample-document.js'
import { openRandom } from '../../support/seeded-random.js'
import { makeTempFolder } from '../../support/temp-folder.js'

describe('recovery of an output folder', () => {
  it('has nothing to do in a folder that is new or was left in order', async () => {
    const folder = join(await makeTempFolder(), 'none')
    await recoverFiles({ folder, datasource: 'crm', state: openMemoryState() })
    await mkdir(folder)
    await recoverFiles({ folder, datasource: 'crm', state: openMemoryState() })
    expect(await readdir(folder)).toEqual([])
  })

  it('leaves what another datasource has under way in the same folder', async () => {
    const folder = await makeTempFolder()
    const states = [openMemoryState(), openMemoryState()] as const
    const other = await openFilesSink({ folder, run: 'r1', datasource: 'other', state: states[0] })
    await other.write('Account', [buildSampleDocument('1')])
    const crm = await openFilesSink({ folder, run: 'r2', datasource: 'crm', state: states[1] })
    await crm.write('Account', [buildSampleDocument('2')])
    const commits = [other.commit('Account', [{ key: 'c', value: 1 }]), crm.commit('Account', [{ key: 'c', value: 2 }])]
    await Promise.all(commits)
    await Promise.all([other.close(), crm.close()])
    expect((await loadOutput(folder)).map(({ id }) => id).toSorted()).toEqual(['1', '2'])
    expect(await Promise.all(states.map((state) => state.read('c')))).toEqual([1, 2])
  })

  it('is done with a file that its reader has taken away', async () => {
    const folder = await makeTempFolder()
    const state = openMemoryState()
    const parts = [
      { staged: '.sf-extract/output/crm/r1/1.part', target: 'Standard Objects/Account/r1-00001.ndjson', bytes: 3 },
    ]
    const changes = [{ key: 'cursor', value: 1 }, { key: 'gone' }]
    const manifest = { run: 'r1', datasource: 'crm', parts, changes, held: false }
    await mkdir(join(folder, '.sf-extract/output/crm/r1'), { recursive: true })
    await writeFile(join(folder, '.sf-extract/output/crm/r1.manifest.json'), JSON.stringify(manifest))
    await state.write([{ key: 'gone', value: 1 }])
    await recoverFiles({ folder, datasource: 'crm', state })
    expect(await listOutput(folder)).toEqual([])
    expect([await state.read('cursor'), await state.read('gone')]).toEqual([1, undefined])
    expect(await readdir(join(folder, '.sf-extract/output/crm'))).toEqual([])
  })

  it.each([
    ['a part of it was cut', async (staged: string) => truncate(join(staged, 'r1/1.part'), 5)],
    ['its staged parts were deleted', async (staged: string) => rm(join(staged, 'r1'), { recursive: true })],
  ])('does not finish a commit where %s', async (_what, damage) => {
    const folder = await makeTempFolder()
    const state = openMemoryState()
    const staged = join(folder, '.sf-extract/output/crm')
    await mkdir(join(staged, 'r1'), { recursive: true })
    await writeFile(join(staged, 'r1/1.part'), '{"id":"1"}\n')
    const parts = [{ staged: '.sf-extract/output/crm/r1/1.part', target: 'r1-00001.ndjson', bytes: 11 }]
    const manifest = { run: 'r1', datasource: 'crm', parts, changes: [{ key: 'cursor', value: 1 }], held: false }
    await writeFile(join(staged, 'r1.manifest.json'), JSON.stringify(manifest))
    await damage(staged)
    await expect(recoverFiles({ folder, datasource: 'crm', state })).rejects.toMatchObject({
      code: 'OUTPUT_FAILED',
      hint: expect.stringContaining('r1.manifest.json') as string,
    })
    expect([await state.read('cursor'), await listOutput(folder)]).toEqual([undefined, []])
    await rm(join(staged, 'r1.manifest.json'))
    await recoverFiles({ folder, datasource: 'crm', state })
    expect([await state.read('cursor'), await listOutput(folder)]).toEqual([undefined, []])
  })

  it('does not finish a commit of which a part is nowhere though an earlier one is not moved yet', async () => {
    const { folder, state, staged } = await openCut(['1.part'])
    await expect(recoverFiles({ folder, datasource: 'crm', state })).rejects.toMatchObject({
      code: 'OUTPUT_FAILED',
      message: expect.stringContaining('2.part') as string,
    })
    expect([await state.read('cursor'), await listOutput(folder)]).toEqual([undefined, []])
    await rm(join(staged, 'r1.manifest.json'))
    await recoverFiles({ folder, datasource: 'crm', state })
    expect([await state.read('cursor'), await listOutput(folder)]).toEqual([undefined, []])
  })

  it('finishes a commit whose parts are at their places, whichever were moved', async () => {
    for (const moved of [[], ['r1-00001.ndjson'], ['r1-00002.ndjson'], ['r1-00001.ndjson', 'r1-00002.ndjson']]) {
      const { folder, state, staged } = await openCut(['1.part', '2.part'])
      for (const name of moved) await rename(join(staged, 'r1', `${Number(name.slice(3, 8))}.part`), join(folder, name))
      await recoverFiles({ folder, datasource: 'crm', state })
      expect(await state.read('cursor')).toBe(1)
      expect(await listOutput(folder)).toEqual(['r1-00001.ndjson', 'r1-00002.ndjson'])
      expect(await readdir(staged)).toEqual([])
    }
  })

  it('drops the commit of another destination: no part of it stays while one was never shown', async () => {
    for (const moved of [[], [1], [1, 2]]) {
      const { folder, state, staged } = await openCut(['1.part', '2.part'])
      for (const n of moved) await rename(join(staged, 'r1', `${n}.part`), join(folder, `r1-0000${n}.ndjson`))
      await recoverFiles({ folder, datasource: 'crm', destination: 'other', state })
      expect(await state.keys('')).toEqual([])
      expect(await listOutput(folder)).toHaveLength(moved.length === 2 ? 2 : 0)
      expect(await readdir(staged)).toEqual([])
    }
  })

  it('keeps the parts of a commit that the state has in it, though another object was reset since', async () => {
    for (const isApplied of [true, false]) {
      const { folder, state, staged } = await openCut(['1.part', '2.part'])
      for (const n of [1, 2]) await rename(join(staged, 'r1', `${n}.part`), join(folder, `r1-0000${n}.ndjson`))
      if (isApplied) await state.write([{ key: 'cursor', value: 1 }])
      await forgetRead(state, 'crm', 'Lead')
      await recoverFiles({ folder, datasource: 'crm', state })
      expect(await listOutput(folder)).toHaveLength(isApplied ? 2 : 0)
      expect(await readdir(staged)).toEqual([])
    }
  })

  it('drops the commit of a run that had stood still while another took over and wrote', async () => {
    const folder = await makeTempFolder()
    const state = openMemoryState()
    const slept = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state: { ...state, write: refuse } })
    const awake = await openFilesSink({ folder, run: 'r2', datasource: 'crm', state })
    await slept.write('Account', [buildSampleDocument('1')])
    await expect(slept.commit('Account', [{ key: 'cursor', value: 1 }])).rejects.toThrow('killed')
    await awake.write('Account', [buildSampleDocument('2')])
    await awake.commit('Account', [{ key: 'cursor', value: 2 }])
    await awake.close()
    await recoverFiles({ folder, datasource: 'crm', state })
    expect(await state.read('cursor')).toBe(2)
    expect((await loadOutput(folder)).map(({ id }) => id)).toEqual(['2'])
  })

  it.each<[string, string?]>([['the datasource'], ['the object', 'Account']])(
    'brings nothing back that a reset of %s forgot',
    async (_what, object) => {
      const folder = await makeTempFolder()
      const state = openMemoryState()
      await forgetRead(state, 'crm')
      const failing = { ...state, write: refuse }
      const sink = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state: failing })
      await sink.write('Account', [buildSampleDocument('1')])
      await expect(sink.commit('Account', [{ key: 'object:crm:Account', value: 1 }])).rejects.toThrow('killed')
      await forgetRead(state, 'crm', object)
      await recoverFiles({ folder, datasource: 'crm', state })
      expect(await listOutput(folder)).toEqual([])
      expect(await state.read('object:crm:Account')).toBeUndefined()
    },
  )

  it('leaves alone what a datasource has under way whose id differs by case, wherever case makes no file', () => {
    expect(stagedFolder('CRM').toLowerCase()).not.toBe(stagedFolder('crm'))
    expect(stagedFolder('CRM').toLowerCase()).not.toBe(stagedFolder('Crm').toLowerCase())
  })

  it.each([
    ['shows the files of a held commit, and leaves the state itself as it was', 'r1', 1],
    ['drops the commit of a run that is no longer held', 'r0', 0],
  ])('%s', async (_what, heldRun, count) => {
    const folder = await makeTempFolder()
    const state = openMemoryState()
    await beginHeld(state, 'crm', heldRun)
    const failing = { ...state, write: refuse }
    const sink = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state: failing, held: true })
    await sink.write('Account', [buildSampleDocument('1')])
    await expect(sink.commit('Account', [{ key: 'cursor', value: 1 }])).rejects.toThrow('killed')
    await recoverFiles({ folder, datasource: 'crm', state })
    expect(await listOutput(folder)).toHaveLength(count)
    expect(await state.keys('cursor')).toEqual([])
    expect(await holdState(state, 'crm').keys('cursor')).toHaveLength(count)
  })
})

/** A folder with the manifest of two parts, of which some are staged. */
async function openCut(there: string[]) {
  const folder = await makeTempFolder()
  const staged = join(folder, '.sf-extract/output/crm')
  await mkdir(join(staged, 'r1'), { recursive: true })
  for (const name of there) await writeFile(join(staged, 'r1', name), '{"id":"1"}\n')
  const parts = [1, 2].map((n) => ({
    staged: `.sf-extract/output/crm/r1/${n}.part`,
    target: `r1-0000${n}.ndjson`,
    bytes: 11,
  }))
  const manifest = { run: 'r1', datasource: 'crm', parts, changes: [{ key: 'cursor', value: 1 }], held: false }
  await writeFile(join(staged, 'r1.manifest.json'), JSON.stringify(manifest))
  return { folder, staged, state: openMemoryState() }
}

describe('a held run into files', () => {
  it('shows its documents, and moves the state with commit', async () => {
    const folder = await makeTempFolder()
    const state = openMemoryState()
    const sink = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state, held: true })
    await sink.write('Account', [buildSampleDocument('1')])
    await sink.commit('Account', [{ key: 'cursor', value: 1 }])
    await sink.close()
    expect(await listOutput(folder)).toEqual(['Standard Objects/Account/r1-00001.ndjson'])
    expect(await state.read('cursor')).toBeUndefined()
    await commitHeld(state, 'crm')
    expect(await state.read('cursor')).toBe(1)
  })
})

// Starting a process takes seconds on a busy machine.
describe('a process that writes files', { timeout: 120_000 }, () => {
  it('loses and repeats nothing when it is killed with -9, time and again', async () => {
    const random = openRandom(3)
    const folder = await makeTempFolder()
    for (let kill = 0; kill < 6; kill++) {
      const program = startProgram(new URL('../programs/count-into-files.ts', import.meta.url), folder, `r${kill}`)
      await program.printed('committed')
      await systemClock.sleep(random() * 150)
      program.child.kill('SIGKILL')
      await program.ended
      const state = await openState(`file:${folder}/state`, { clock: systemClock })
      await recoverFiles({ folder: `${folder}/out`, datasource: 'crm', state })
      const { cursors, written } = await loadNumbers(folder)
      for (const object of ['A', 'B', 'C']) expect(written[object] ?? []).toEqual(countTo(cursors[object] ?? 0))
      const told = program.lines.map((line) => /^committed A (\d+)$/.exec(line)?.[1]).filter((n) => n !== undefined)
      expect(cursors.A ?? 0).toBeGreaterThanOrEqual(Math.max(0, ...told.map(Number)))
    }
    const {
      cursors: { A = 0, B = 0, C = 0 },
    } = await loadNumbers(folder)
    await runNumbers({ folder, run: 's', upTo: { A: A + 3, B: B + 3, C: C + 3 }, step: 10 })
    expect((await loadNumbers(folder)).written).toEqual({ A: countTo(A + 3), B: countTo(B + 3), C: countTo(C + 3) })
  })
})

/** Kills who writes to the state; that the lock is still held can be told. */
async function refuse(changes: StateChange[]): Promise<void> {
  if (changes.length > 0) throw new Error('killed')
}
