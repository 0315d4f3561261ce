import { mkdir, readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { runOnDyingDisk } from '../../support/dying-disk.js'
import type { Death } from '../../support/dying-disk.js'
import { countTo, loadNumbers, runNumbers } from '../../support/number-run.js'
import { makeTempFolder } from '../../support/temp-folder.js'

describe.each<Death>(['kill', 'power cut'])('after a %s at any step of a run', { timeout: 300_000 }, (death) => {
  it('what was committed is there, in state and files alike', async () => {
    await forEachStep(1, async (steps) => {
      const folder = await makeFolderOfRuns()
      const answered: Record<string, number> = { A: 0, B: 0 }
      const committed = (object: string, n: number) => void (answered[object] = n)
      const isOver = await runOnDyingDisk(steps, death, () =>
        runNumbers({ folder, run: 'r1', upTo: { A: 3, B: 1 }, step: 2, committed }),
      )
      await runOnDyingDisk(Infinity, death, () => runNumbers({ folder, run: 'r2', upTo: {}, step: 1 }))
      const { cursors, written } = await loadNumbers(folder)
      for (const [object, last] of [
        ['A', 3],
        ['B', 1],
      ] as const) {
        const cursor = cursors[object] ?? 0
        expect(cursor).toBeGreaterThanOrEqual(Math.min(answered[object] ?? 0, last))
        expect({ steps, written: written[object] ?? [] }).toEqual({ steps, written: countTo(cursor) })
        expect(answered[object] === Infinity && cursors[`open:${object}`]).not.toBe(true)
      }
      return isOver
    })
  })

  it('and of the next one, the one after has each document in the files once', async () => {
    await forEachStep(3, async (steps) => {
      const folder = await makeFolderOfRuns()
      const isOver = await runOnDyingDisk(steps, death, () =>
        runNumbers({ folder, run: 'r1', upTo: { A: 3, B: 1 }, step: 2 }),
      )
      await runOnDyingDisk((steps * 11) % 41, death, () =>
        runNumbers({ folder, run: 'r2', upTo: { A: 3, B: 2 }, step: 1 }),
      )
      await runOnDyingDisk(Infinity, death, () => runNumbers({ folder, run: 'r3', upTo: { A: 4, B: 2 }, step: 3 }))
      const { cursors, written } = await loadNumbers(folder)
      expect({ steps, written }).toEqual({ steps, written: { A: countTo(4), B: countTo(2) } })
      expect(cursors).toEqual({ A: 4, B: 2 })
      expect(await readdir(`${folder}/out/.sf-extract/output/crm`)).toEqual([])
      return isOver
    })
  })
})

/** A folder with a state that is on the disk already, so that losing it can't hide a lost document. */
async function makeFolderOfRuns(): Promise<string> {
  const folder = await makeTempFolder()
  await mkdir(`${folder}/out`)
  await runOnDyingDisk(Infinity, 'kill', () => runNumbers({ folder, run: 'r0', upTo: {}, step: 1 }))
  return folder
}

async function forEachStep(stride: number, attempt: (steps: number) => Promise<boolean>): Promise<void> {
  for (let steps = 0; !(await attempt(steps)); steps += stride);
}
