import path from 'node:path'
import { readXml } from './xml-events.js'
import type { ZipParts } from './zip-parts.js'

export interface Relationship {
  id: string
  /** The last word of its type: `slide`, `worksheet`, `footnotes`. */
  type: string
  /** The name of the part it leads to. */
  part: string
}

/** Where a part of an Office file leads to, in the order it says. */
export async function readRelationships(zip: ZipParts, part: string): Promise<Relationship[]> {
  const folder = path.posix.dirname(part)
  const found: Relationship[] = []
  await readXml(zip.read(path.posix.join(folder, '_rels', `${path.posix.basename(part)}.rels`)), {
    onOpen(name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) {
      if (name !== 'Relationship' || mode === 'External') return
      const place = target.startsWith('/') ? target.slice(1) : path.posix.join(folder, target)
      found.push({ id, type: type.slice(type.lastIndexOf('/') + 1), part: place })
    },
  })
  return found
}

/** The part of an Office file that all others hang on; undefined where it is no Office file. */
export async function findMainPart(zip: ZipParts): Promise<string | undefined> {
  const relationships = await readRelationships(zip, '')
  return relationships.find(({ type }) => type === 'officeDocument')?.part
}
