import { join } from 'node:path'
import { validateNotInterrupted } from '../../../errors/interruption.js'
import { compressionOf } from '../../compress/compression.js'
import { appendToPart, closePart, openPart, sealPart, type Part } from '../part.js'
import { readLines } from './lines.js'
import type { LineSet } from './line-set.js'
import type { ScannedDirectory } from './scan.js'

/**
 * Copies the kept lines of a directory, byte for byte and in their order, into a staged part, compressed as the newest
 * of its files is, and flushes it.
 */
export async function writeFolded(
  root: string,
  staged: string,
  { directory, kept, signal }: { directory: ScannedDirectory; kept: LineSet; signal?: AbortSignal | undefined },
): Promise<Part> {
  const part = await openPart(root, staged, directory.folder, compressionOf(directory.parts.at(-1)!.path))
  try {
    for (const { path, firstLine } of directory.parts) {
      let line = firstLine
      for await (const batch of readLines(join(root, path))) {
        validateNotInterrupted(signal)
        const chosen = batch.filter((_, index) => kept.has(line + index))
        line += batch.length
        if (chosen.length > 0) await appendToPart(part, Buffer.concat(chosen))
      }
    }
    await sealPart(part)
    return part
  } finally {
    await closePart(part)
  }
}
