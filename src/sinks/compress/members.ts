import type { Compression } from './compression.js'
import { openCompressor, type Compressor } from './compressor.js'

/**
 * Compresses a stream as members (gzip) or frames (zstd) one after the other, each written whole: a kill leaves whole
 * ones. What is asked of it at once is done in turn.
 */
export interface Members {
  /** Takes lines, which may wait for the end of their member. */
  write(lines: Buffer | string): Promise<void>
  /** Ends the member that is begun, with the mark behind it. */
  end(): Promise<void>
  /** Lets go of what was not ended. */
  close(): void
}

/**
 * `pass` takes a member, whole. Where nothing stands before it, `isFirst`, the first end gives one without lines: a file
 * of no bytes is none to `gunzip`.
 */
export function openMembers(
  compression: Compression,
  pass: (member: Buffer) => Promise<void>,
  { isFirst = false }: { isFirst?: boolean } = {},
): Members {
  let compressor: Compressor | undefined
  // With a mark before the first member a kill before the first commit can be told from another's file.
  let packed: Buffer[] = [endMarks[compression]]
  let packedBytes = 0
  let isMarked = !isFirst
  let last: Promise<unknown> = Promise.resolve()

  const keep = (pieces: Buffer[]) => {
    for (const piece of pieces) packedBytes += piece.length
    packed.push(...pieces)
  }
  const endMember = async (mark: Buffer[]) => {
    if (compressor !== undefined) keep(await compressor.end())
    compressor = undefined
    const member = Buffer.concat([...packed, ...mark])
    packed = []
    packedBytes = 0
    if (member.length > 0) await pass(member)
  }
  const add = async (lines: Buffer | string) => {
    compressor ??= openCompressor(compression)
    isMarked = false
    keep(await compressor.add(typeof lines === 'string' ? Buffer.from(lines) : lines))
    if (packedBytes >= memberBytes) await endMember([])
  }
  const mark = async () => {
    if (isMarked) return
    await endMember([endMarks[compression]])
    isMarked = true
  }
  const inTurn = (work: () => Promise<void>) => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
  return {
    write: (lines) => inTurn(() => add(lines)),
    end: () => inTurn(mark),
    close: () => compressor?.close(),
  }
}

/** From this size on a member ends: so much is held in memory. */
const memberBytes = 1024 * 1024

/**
 * An empty member (RFC 1952) or a skippable frame (RFC 8878) of one form: readers pass over it, and what stands before
 * it is whole.
 */
export const endMarks: Record<Compression, Buffer> = {
  gzip: Buffer.from('1f8b08000000000000ff03000000000000000000', 'hex'),
  zstd: Buffer.concat([Buffer.from('502a4d1808000000', 'hex'), Buffer.from('sf-parts')]),
}
