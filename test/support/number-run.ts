import { systemClock } from '../../src/clock.js'
import type { Compression } from '../../src/sinks/compress/compression.js'
import { openFilesSink } from '../../src/sinks/files/files-sink.js'
import { recoverFiles } from '../../src/sinks/files/recovery.js'
import { openState } from './open-state.js'
import { loadOutput } from './output-files.js'
import { buildSampleDocument } from './sample-document.js'

export interface NumberRun {
  folder: string
  run: string
  /** How far to count, by object. */
  upTo: Record<string, number>
  /** Documents in a commit. */
  step: number
  compress?: Compression
  /** Told when the commit up to that number was answered, and again with `Infinity` when the object is at its end. */
  committed?(object: string, n: number): void
}

/**
 * A run as a sync does it, over objects whose records are the numbers from 1: recover, read the cursors, write the
 * documents above them in several lanes at once, and commit each step with its cursor; a last commit closes the
 * object. State and output are below `folder`.
 */
export async function runNumbers({ folder, run, upTo, step, compress, committed }: NumberRun): Promise<void> {
  const state = await openState(`file:${folder}/state`, { clock: systemClock })
  const output = { folder: `${folder}/out`, datasource: 'crm', state }
  await recoverFiles(output)
  const sink = await openFilesSink({ ...output, run, compress, partBytes: 1500 })
  const lanes = await Promise.allSettled(
    Object.entries(upTo).map(async ([object, last]) => {
      let n = ((await state.read(object)) as number | undefined) ?? 0
      while (n < last) {
        const to = Math.min(n + step, last)
        while (n < to) await sink.write(object, [buildSampleDocument(`${object}-${++n}`, { object })])
        await sink.commit(object, [
          { key: `open:${object}`, value: true },
          { key: object, value: n },
        ])
        committed?.(object, n)
      }
      await sink.commit(object, [{ key: `open:${object}`, value: undefined }])
      committed?.(object, Infinity)
    }),
  )
  const failed = lanes.find((lane) => lane.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  await sink.close()
  await state.close()
}

export interface Numbers {
  cursors: Record<string, number>
  written: Record<string, number[]>
}

/** What is below the folder: the cursors, and the numbers in the files, sorted. */
export async function loadNumbers(folder: string): Promise<Numbers> {
  const state = await openState(`file:${folder}/state`, { clock: systemClock })
  const cursors: Record<string, number> = {}
  const keys = (await state.keys('')).filter((key) => !key.startsWith('writer:'))
  for (const key of keys) cursors[key] = (await state.read(key)) as number
  const written: Record<string, number[]> = {}
  for (const { id } of await loadOutput(`${folder}/out`)) {
    const [object = '', n] = id.split('-')
    const numbers = (written[object] ??= [])
    numbers.push(Number(n))
  }
  for (const numbers of Object.values(written)) numbers.sort((a, b) => a - b)
  return { cursors, written }
}

/** The numbers from 1. */
export function countTo(last: number): number[] {
  return Array.from({ length: last }, (_, n) => n + 1)
}
