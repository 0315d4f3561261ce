import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../../src/clock.js'
import { compactFolder, finishFolds } from '../../../../src/runs/compact/compact-folder.js'
import { foldFiles } from '../../../../src/sinks/files/compact/fold.js'
import { recoverFolds } from '../../../../src/sinks/files/compact/fold-manifest.js'
import { groupParts, listParts } from '../../../../src/sinks/files/compact/parts.js'
import { programCommand } from '../../../support/child-program.js'
import { runOnDyingDisk, type Death } from '../../../support/dying-disk.js'
import { foldedHistory, makeHistory, readAll } from '../../../support/folder-history.js'
import { loadTexts } from '../../../support/output-folder.js'

const context = { clock: systemClock }

describe.each<Death>(['kill', 'power cut'])('after a %s at any step of a fold', { timeout: 300_000 }, (death) => {
  it('a reader has what it had, and the next run or fold leaves each document once', async () => {
    const outcomes = new Set<boolean>()
    for (let steps = 0, isOver = false; !isOver; steps++) {
      const folder = await makeHistory()
      const before = { texts: await loadTexts(folder), current: await readAll(folder) }
      isOver = await runOnDyingDisk(steps, death, () => foldUnlocked(folder))
      expect({ steps, current: await readAll(folder) }).toEqual({ steps, current: before.current })
      await finishFolds(folder, context)
      const texts = await loadTexts(folder)
      const isFolded = Object.keys(texts).some((path) => path.includes('_current'))
      expect({ steps, texts }).toEqual({ steps, texts: isFolded ? foldedHistory : before.texts })
      outcomes.add(isFolded)
      await compactFolder({ folder }, context)
      expect(await loadTexts(folder)).toEqual(foldedHistory)
      expect(await readdir(join(folder, '.sf-extract/compact/staged'))).toEqual([])
    }
    expect(outcomes).toEqual(new Set([true, false]))
  })

  it('and of what finishes it, too', async () => {
    for (let steps = 0, isOver = false; !isOver; steps += 3) {
      const folder = await makeHistory()
      const current = await readAll(folder)
      isOver = await runOnDyingDisk(steps, death, () => foldUnlocked(folder))
      await runOnDyingDisk((steps * 7) % 11, death, () => recoverFolds(folder))
      expect({ steps, current: await readAll(folder) }).toEqual({ steps, current })
      await compactFolder({ folder }, context)
      expect(await loadTexts(folder)).toEqual(foldedHistory)
    }
  })
})

/** Every step is tried above: here it is that a real end of the process is no other. */
describe('a compact that is killed with -9 at one step or another', { timeout: 600_000 }, () => {
  it('leaves what was there or what should be, and the next one finishes', async () => {
    let isKilled = true
    for (let steps = 0; isKilled; steps += 5) {
      const folder = await makeHistory()
      const current = await readAll(folder)
      const code = await foldAndDie(folder, steps)
      expect(['SIGKILL', 0]).toContain(code)
      isKilled = code === 'SIGKILL'
      expect({ steps, current: await readAll(folder) }).toEqual({ steps, current })
      await compactFolder({ folder }, context)
      expect({ steps, texts: await loadTexts(folder) }).toEqual({ steps, texts: foldedHistory })
    }
  })
})

/** In a process of its own; what ended it. */
async function foldAndDie(folder: string, steps: number): Promise<unknown> {
  const killer = new URL('../../programs/die-at-step.mjs', import.meta.url).href
  const [node, ...program] = programCommand(new URL('../../programs/fold-folder.ts', import.meta.url), folder)
  const child = spawn(node, ['--import', killer, ...program], { env: { DIE_AT_STEP: `${steps}` }, stdio: 'inherit' })
  const [code, signal] = (await once(child, 'close')) as unknown[]
  return code ?? signal
}

/** As compactFolder does it: a process that only seems to have died keeps its lock. */
async function foldUnlocked(folder: string): Promise<void> {
  await recoverFolds(folder)
  const { owners } = await groupParts(folder, await listParts(folder))
  for (const own of owners) await foldFiles(folder, own, {})
}
