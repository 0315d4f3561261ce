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
  const data = typeof lines === 'string' ? Buffer.from(lines) : lines
  await part.file?.writeFile(data)
  part.bytes += data.length
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
