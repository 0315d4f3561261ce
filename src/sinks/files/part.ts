import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

/** A staged file: lines of one lane for one folder. */
export interface Part {
  /** Where it is written, relative to the output folder. */
  staged: string
  /** The folder it is for, relative to the output folder. */
  folder: string
  bytes: number
  /** Absent once it is sealed: flushed and closed. */
  file: FileHandle | undefined
}

/** Begins a part where nothing is yet; `staged` and `folder` are relative to `outputFolder`. */
export async function openPart(outputFolder: string, staged: string, folder: string): Promise<Part> {
  return { staged, folder, bytes: 0, file: await open(join(outputFolder, staged), 'wx') }
}

/** Appends whole lines. */
export async function appendToPart(part: Part, lines: string | Buffer): Promise<void> {
  for (const piece of typeof lines === 'string' ? piecesOf(lines) : [lines]) {
    const data = typeof piece === 'string' ? Buffer.from(piece) : piece
    await part.file?.writeFile(data)
    part.bytes += data.length
  }
}

/** One document may have tens of megabytes: they are not copied whole once more. Pairs of surrogates stay together. */
function* piecesOf(text: string): Generator<string> {
  for (let at = 0, end = 0; at < text.length; at = end) {
    end = Math.min(at + pieceLength, text.length)
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end += 1
    yield text.slice(at, end)
  }
}

const pieceLength = 1024 * 1024

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

/** Flushes the part to the disk and closes it; a sealed one stays as it is. */
export async function sealPart(part: Part): Promise<void> {
  await part.file?.sync()
  await closePart(part)
}

/** Closes the part without flushing it. */
export async function closePart(part: Part): Promise<void> {
  const { file } = part
  part.file = undefined
  await file?.close()
}
