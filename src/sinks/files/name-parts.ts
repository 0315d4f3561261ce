import { join } from 'node:path'
import { makeFolder } from '../../durable-files.js'
import { renderSegment } from './folder-path.js'
import { exists, type NamedPart } from './manifest.js'
import type { Part } from './part.js'

/** How a run's files are named. */
export interface Naming {
  /** The output folder. */
  root: string
  run: string
  /** Of format and compression. */
  ending: string
  /** The last number given out: within a run, and over all its folders, what was committed later has a higher one. */
  lastNumber: number
}

/** Gives the parts their names in the output, which no earlier file has, and makes the folders these need. */
export async function nameParts(parts: Part[], naming: Naming): Promise<NamedPart[]> {
  const { root, run, ending } = naming
  const named: NamedPart[] = []
  for (const { staged, folder, bytes } of parts) {
    await makeFolder(join(root, folder))
    let target: string
    do {
      naming.lastNumber += 1
      target = join(folder, `${renderSegment(run)}-${String(naming.lastNumber).padStart(5, '0')}${ending}`)
    } while (await exists(join(root, target)))
    named.push({ staged, target, bytes })
  }
  return named
}
