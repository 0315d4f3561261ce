import type { Mention } from './id-buckets.js'
import { LineSet } from './line-set.js'
import type { Scan } from './scan.js'

/** Which lines stay, and what became of the tombstones. */
export interface Newest {
  kept: LineSet
  /** The tombstones that are left out, by the number of their directory. */
  applied: number[]
}

/**
 * The lines of the newest version of each id. A tombstone is left out once nothing it is about is left: it stays where
 * an older version lies in a directory that is not `folded`, or where all tombstones are to be kept.
 */
export async function findNewest(
  { mentions, directories, lines }: Scan,
  { folded, keepTombstones }: { folded: ReadonlySet<number>; keepTombstones: boolean },
): Promise<Newest> {
  const kept = new LineSet(lines)
  const applied = directories.map(() => 0)
  for await (const bucket of mentions.read()) {
    const newest = new Map<string, Mention & { isLeft: boolean }>()
    for (const mention of bucket) {
      const isLeft = newest.get(mention.id)?.isLeft || !folded.has(mention.directory)
      newest.set(mention.id, { ...mention, isLeft })
    }
    for (const { line, directory, isTombstone, isLeft } of newest.values()) {
      if (!isTombstone || keepTombstones || isLeft) kept.add(line)
      else applied[directory]! += 1
    }
  }
  return { kept, applied }
}
