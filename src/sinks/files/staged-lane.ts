import type { ExtractError } from '../../errors/extract-error.js'
import type { Document } from '../../terms.js'
import type { Compression } from '../compress/compression.js'
import type { Format, FormatFile } from '../formats/format.js'
import { appendToPart, openPart, sealPart, type Part } from './part.js'

/** What a lane has staged since its last commit. */
export interface Lane {
  parts: (Part & { form?: FormatFile | undefined })[]
  failure?: ExtractError
  /** What its records were asked for. */
  fields?: readonly string[]
}

export interface Staging {
  outputFolder: string
  format: Format
  compress: Compression | undefined
  /** Size at which a part is full and the next begins. */
  partBytes: number
  /** The path of a further part, relative to the output folder, in a folder that is there. */
  nextPath(): Promise<string>
}

/**
 * Stages documents of one lane for one folder, in its part that is begun or in a new one. Gives the bytes of each piece
 * before it is compressed.
 */
export async function* stageDocuments(
  lane: Lane,
  folder: string,
  documents: Document[],
  staging: Staging,
): AsyncGenerator<number> {
  const { format } = staging
  if (format.openFile !== undefined) {
    yield* stageForm(lane, folder, documents, staging)
    return
  }
  for (const lines of format.render(documents)) {
    const part = begunPart(lane, folder) ?? (await beginPart(lane, folder, staging))
    yield await appendToPart(part, lines)
    if (part.bytes >= staging.partBytes) await sealPart(part)
  }
}

/** A file begins with its header, so that a part that is full takes the rest of the documents at hand. */
async function* stageForm(lane: Lane, folder: string, documents: Document[], staging: Staging): AsyncGenerator<number> {
  let part = begunPart(lane, folder)
  if (part !== undefined && !part.form!.takes(documents)) {
    await sealPart(part)
    part = undefined
  }
  const form = part?.form ?? staging.format.openFile!(lane.fields)
  for (const lines of form.render(documents)) {
    part ??= await beginPart(lane, folder, staging, form)
    yield await appendToPart(part, lines)
  }
  if (part !== undefined && part.bytes >= staging.partBytes) await sealPart(part)
}

function begunPart({ parts }: Lane, folder: string) {
  return parts.find((each) => each.folder === folder && each.file !== undefined)
}

async function beginPart(lane: Lane, folder: string, staging: Staging, form?: FormatFile): Promise<Part> {
  const { outputFolder, compress, nextPath } = staging
  const part = { ...(await openPart(outputFolder, await nextPath(), folder, compress)), form }
  lane.parts.push(part)
  return part
}
