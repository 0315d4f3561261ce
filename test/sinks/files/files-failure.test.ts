import { execFile } from 'node:child_process'
import fs, { mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { openMemoryState } from '../../../src/state/memory-state.js'
import { ExtractError } from '../../../src/errors/extract-error.js'
import { openFilesSink } from '../../../src/sinks/files/files-sink.js'
import { outputFailed } from '../../../src/sinks/output-failed.js'
import { recoverFiles } from '../../../src/sinks/files/recovery.js'
import { lockLost } from '../../../src/state/locks/lock.js'
import type { State, StateChange } from '../../../src/state/state.js'
import { programCommand } from '../../support/child-program.js'
import { listOutput, loadOutput } from '../../support/output-files.js'
import { buildSampleDocument } from '../../support/sample-document.js'
import { makeTempFolder } from '../../support/temp-folder.js'

const staged = '.sf-extract/output/crm'
const accountFile = 'Standard Objects/Account/r1-00001.ndjson'

describe('the files sink, when something fails', () => {
  it('says that its folder is none', async () => {
    const folder = join(await makeTempFolder(), 'file')
    await writeFile(folder, '')
    await expect(
      openFilesSink({ folder, run: 'r1', datasource: 'crm', state: openMemoryState() }),
    ).rejects.toMatchObject({
      code: 'OUTPUT_FAILED',
      message: expect.stringContaining(folder) as string,
    })
  })

  it('fails the lane that could not be written, its commit too, and no other', async () => {
    const folder = await makeTempFolder()
    const state = openMemoryState()
    const sink = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state })
    await writeFile(join(folder, '.sf-extract'), '')
    const failed = { code: 'OUTPUT_FAILED' }
    await expect(sink.write('Account', [buildSampleDocument('1')])).rejects.toMatchObject(failed)
    await rm(join(folder, '.sf-extract'))
    await expect(sink.write('Account', [buildSampleDocument('2')])).rejects.toMatchObject(failed)
    await expect(sink.commit('Account', [{ key: 'cursor', value: 2 }])).rejects.toMatchObject(failed)
    await sink.write('Contact', [buildSampleDocument('3')])
    await sink.commit('Contact', [{ key: 'other', value: 3 }])
    await sink.close()
    expect((await loadOutput(folder)).map(({ id }) => id)).toEqual(['3'])
    expect([await state.read('cursor'), await state.read('other')]).toEqual([undefined, 3])
  })

  it('leaves a commit to who has taken its lock over, and finished it while this run stood still', async () => {
    const folder = await makeTempFolder()
    const state = openMemoryState()
    let isLost = false
    const obstacle = join(folder, accountFile, 'in the way')
    const own: State = {
      ...state,
      write: async (changes) => {
        if (isLost) throw lockLost('crm')
        await state.write(changes)
      },
      // The last that is asked before the commit holds.
      inPieces: async (changes) => {
        await mkdir(obstacle, { recursive: true })
        return changes
      },
    }
    const sink = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state: own })
    await sink.write('Account', [buildSampleDocument('1')])
    await expect(sink.commit('Account', [{ key: 'cursor', value: 1 }])).rejects.toMatchObject({ code: 'OUTPUT_FAILED' })
    await rm(join(folder, accountFile), { recursive: true })
    isLost = true
    await recoverFiles({ folder, datasource: 'crm', state })
    expect([await listOutput(folder), await state.read('cursor')]).toEqual([[accountFile], 1])
    await expect(sink.close()).rejects.toMatchObject({ code: 'LOCK_HELD' })
    expect(await listOutput(folder)).toEqual([accountFile])
  })

  it('can try a commit again that failed before it held', async () => {
    const folder = await makeTempFolder()
    const state = openMemoryState()
    const sink = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state })
    await sink.write('Account', [buildSampleDocument('1')])
    await writeFile(join(folder, 'Standard Objects'), '')
    await expect(sink.commit('Account', [{ key: 'cursor', value: 1 }])).rejects.toMatchObject({ code: 'OUTPUT_FAILED' })
    expect(await state.read('cursor')).toBeUndefined()
    await rm(join(folder, 'Standard Objects'))
    await sink.commit('Account', [{ key: 'cursor', value: 1 }])
    await sink.close()
    expect([await listOutput(folder), await state.read('cursor')]).toEqual([[accountFile], 1])
  })

  it('leaves all to the next start when it can not tell whether a commit holds', async () => {
    const folder = await makeTempFolder()
    const state = openMemoryState()
    const sink = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state })
    await sink.write('Account', [buildSampleDocument('1')])
    await mkdir(join(folder, staged, 'r1.manifest.json'))
    const failed = { code: 'OUTPUT_FAILED', message: expect.stringContaining('EISDIR') as string }
    await expect(sink.commit('Account', [{ key: 'cursor', value: 1 }])).rejects.toMatchObject(failed)
    await expect(sink.commit('Contact', [{ key: 'other', value: 1 }])).rejects.toMatchObject(failed)
    await sink.close()
    expect((await readdir(join(folder, staged))).toSorted()).toEqual(['r1', 'r1.manifest.json'])
    await expect(recoverFiles({ folder, datasource: 'crm', state })).rejects.toMatchObject({ code: 'OUTPUT_FAILED' })
    await rm(join(folder, staged, 'r1.manifest.json'), { recursive: true })
    await recoverFiles({ folder, datasource: 'crm', state })
    expect([await listOutput(folder), await readdir(join(folder, staged)), await state.keys('')]).toEqual([[], [], []])
  })

  it.each([
    ['vanished', (part: string) => rm(part)],
    ['shrank', (part: string) => truncate(part, 10)],
  ])('commits nothing of a lane whose staged part %s', async (_what, damage) => {
    const folder = await makeTempFolder()
    const state = openMemoryState()
    const sink = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state })
    await sink.write('Account', [buildSampleDocument('1')])
    await damage(join(folder, staged, 'r1', '1.part'))
    for (let tries = 0; tries < 2; tries++) {
      await expect(sink.commit('Account', [{ key: 'cursor', value: 1 }])).rejects.toMatchObject({
        code: 'OUTPUT_FAILED',
        message: expect.stringContaining('1.part') as string,
      })
    }
    await sink.close()
    await recoverFiles({ folder, datasource: 'crm', state })
    expect([await listOutput(folder), await state.keys('')]).toEqual([[], []])
  })

  it.each(['1.part', '2.part'])('takes back a commit whose %s vanished before it got its name', async (part) => {
    const folder = await makeTempFolder()
    const state = openMemoryState()
    const sink = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state, partBytes: 10 })
    await sink.write('Account', [buildSampleDocument('1')])
    await sink.write('Account', [buildSampleDocument('2')])
    const committing = onceNamed('r1.manifest.json', () => rm(join(folder, staged, 'r1', part)))
    for (let tries = 0; tries < 2; tries++) {
      await expect(sink.commit('Account', [{ key: 'cursor', value: 1 }])).rejects.toMatchObject({
        code: 'OUTPUT_FAILED',
        message: expect.stringContaining(part) as string,
      })
    }
    committing.restore()
    expect([await listOutput(folder), await state.keys('')]).toEqual([[], []])
    await sink.close()
    await recoverFiles({ folder, datasource: 'crm', state })
    expect([await listOutput(folder), await state.keys('')]).toEqual([[], []])
  })

  it('finishes a commit that held with the next one', async () => {
    const { folder, state, sink, mend } = await openSinkPastCommitPoint()
    mend()
    await sink.commit('Contact', [{ key: 'other', value: 1 }])
    expect(await listOutput(folder)).toEqual([accountFile])
    expect([await state.read('cursor'), await state.read('other')]).toEqual([1, 1])
    await sink.close()
  })

  it('finishes a commit that held at its end', async () => {
    const { folder, state, sink, mend } = await openSinkPastCommitPoint()
    mend()
    await sink.close()
    expect([await listOutput(folder), await state.read('cursor')]).toEqual([[accountFile], 1])
  })

  it('leaves a commit that held to the next run', async () => {
    const { folder, state, sink } = await openSinkPastCommitPoint()
    await expect(sink.close()).rejects.toMatchObject({ code: 'STATE_BROKEN' })
    await recoverFiles({ folder, datasource: 'crm', state })
    expect([await listOutput(folder), await state.read('cursor')]).toEqual([[accountFile], 1])
    expect(await readdir(join(folder, staged))).toEqual([])
  })

  it('says which manifest is not one, and what to do', async () => {
    const folder = await makeTempFolder()
    await mkdir(join(folder, staged), { recursive: true })
    await writeFile(join(folder, staged, 'r0.manifest.json'), '{"parts":')
    await expect(recoverFiles({ folder, datasource: 'crm', state: openMemoryState() })).rejects.toMatchObject({
      code: 'OUTPUT_FAILED',
      message: expect.stringContaining('r0.manifest.json') as string,
      hint: expect.stringContaining('Delete it') as string,
    })
  })

  it('has a hint for a full disk and for missing permission', () => {
    expect(outputFailed('/out', errno('ENOSPC')).hint).toContain('Make room')
    expect(outputFailed('/out', errno('EACCES')).hint).toContain('--output')
    expect(outputFailed('/out', errno('EIO')).hint).toContain('Check')
    expect(outputFailed('/out', 'odd').message).toContain('odd')
  })

  it('commits nothing of a lane whose file the disk had no room for', { timeout: 120_000 }, async () => {
    const folder = await makeTempFolder()
    const program = programCommand(new URL('../programs/write-until-full.ts', import.meta.url), folder)
    const { stdout } = await promisify(execFile)('bash', ['-c', 'ulimit -f 200; exec "$@"', 'bash', ...program])
    expect(stdout).toBe('1 OUTPUT_FAILED OUTPUT_FAILED\n')
    expect((await loadOutput(folder)).map(({ id }) => id)).toEqual(['1'])
  })
})

/** A sink whose commit of one document holds, but isn't finished for want of the state; `mend` brings that back. */
async function openSinkPastCommitPoint() {
  const folder = await makeTempFolder()
  const state = openMemoryState()
  let write = refuse
  const flaky = { ...state, write: (changes: StateChange[]) => write(changes) }
  const sink = await openFilesSink({ folder, run: 'r1', datasource: 'crm', state: flaky })
  await sink.write('Account', [buildSampleDocument('1')])
  const committing = sink.commit('Account', [{ key: 'cursor', value: 1 }])
  await expect(committing).rejects.toMatchObject({ code: 'STATE_BROKEN' })
  return { folder, state, sink, mend: () => void (write = state.write) }
}

async function refuse(changes: StateChange[]): Promise<void> {
  // That the lock is still held can be told.
  if (changes.length > 0) throw new ExtractError('STATE_BROKEN', 'away')
}

function errno(code: string): Error {
  return Object.assign(new Error(code), { code })
}

/** Does something as soon as a file has got its name, one that ends like this. */
function onceNamed(end: string, action: () => Promise<void>): { restore(): void } {
  const { rename } = fs
  const replace = (other: typeof rename) => {
    fs.rename = other
    syncBuiltinESMExports()
  }
  replace(async (from, to) => {
    await rename(from, to)
    if (String(to).endsWith(end)) await action().catch(() => undefined)
  })
  return { restore: () => replace(rename) }
}
