import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Compression } from '../compress/compression.js'
import { openCompressor, type Compressor } from '../compress/compressor.js'

/** A staged file: lines of one lane for one folder. */
export interface Part {
  /** Where it is written, relative to the output folder. */
  staged: string
  /** The folder it is for, relative to the output folder. */
  folder: string
  /** Of the file; of a compressed one those that have come out of the compressor, all of them once it is sealed. */
  bytes: number
  /** Absent once it is sealed: flushed and closed. */
  file: FileHandle | undefined
  compressor?: Compressor | undefined
}

/** Begins a part where nothing is yet; `staged` and `folder` are relative to `outputFolder`. */
export async function openPart(
  outputFolder: string,
  staged: string,
  folder: string,
  compression?: Compression,
): Promise<Part> {
  const compressor = compression === undefined ? undefined : openCompressor(compression)
  return { staged, folder, bytes: 0, file: await open(join(outputFolder, staged), 'wx'), compressor }
}

/** Appends whole lines. Gives how many bytes they have. */
export async function appendToPart(part: Part, lines: string | Buffer): Promise<number> {
  let taken = 0
  for (const piece of typeof lines === 'string' ? piecesOf(lines) : [lines]) {
    const data = typeof piece === 'string' ? Buffer.from(piece) : piece
    if (part.compressor === undefined) await writeToPart(part, data)
    else for (const packed of await part.compressor.add(data)) await writeToPart(part, packed)
    taken += data.length
  }
  return taken
}

async function writeToPart(part: Part, data: Buffer): Promise<void> {
  await part.file?.writeFile(data)
  part.bytes += data.length
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
  if (part.file !== undefined && part.compressor !== undefined) {
    for (const packed of await part.compressor.end()) await writeToPart(part, packed)
  }
  await part.file?.sync()
  await closePart(part)
}

/** Closes the part without flushing it. */
export async function closePart(part: Part): Promise<void> {
  const { file } = part
  part.file = undefined
  part.compressor?.close()
  part.compressor = undefined
  await file?.close()
}
