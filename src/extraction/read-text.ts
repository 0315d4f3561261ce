/** The text of one file, in the thread that reads files. */
import { open, readFile, stat } from 'node:fs/promises'
import type { ExtractedText, ExtractionLimits, FileSource } from './extracted-text.js'
import { fileDamaged, fileLocked, fileTooComplex } from './file-errors.js'
import { kindOf, packedTypes, type FileKind } from './file-kind.js'
import { openTextOutput, type TextOutput } from './text-output.js'

/**
 * What a file says, in the order it is read; without `text` where it is of no kind that is read.
 * Throws FILE_LOCKED, FILE_DAMAGED, FILE_TOO_COMPLEX.
 */
export async function readText(source: FileSource, limits: ExtractionLimits): Promise<ExtractedText> {
  const output = openTextOutput(limits.mostCharacters)
  const isRead = await addFile(source, { output, limits, parts: { left: limits.mostParts }, depth: 0 })
  if (!isRead) return {}
  return output.isFull() ? { text: output.text(), isCut: true } : { text: output.text() }
}

interface Reading {
  output: TextOutput
  limits: ExtractionLimits
  /** Of a mail and the mails in it together. */
  parts: { left: number }
  depth: number
}

async function addFile(source: FileSource, reading: Reading): Promise<boolean> {
  const extension = /\.([^.]+)$/.exec(source.name)?.[1]?.toLowerCase() ?? ''
  const head = await readHead(source)
  const kind = kindOf(head, extension)
  if (kind === undefined) return false
  if (head.length === 0) return true
  if (kind === 'zip') return addPacked(source, extension, reading)
  if (kind === 'plain' && packedTypes.has(extension)) throw fileDamaged(`it is no ${extension} file`)
  return adders[kind](source, reading)
}

/** Adds the text of a file; false where it is of no kind that is read. */
type Add = (source: FileSource, reading: Reading) => Promise<boolean>

/** Each loads what it reads with when it is needed. */
const adders: Record<Exclude<FileKind, 'zip'>, Add> = {
  async pdf(source, { output }) {
    const { addPdf } = await import('./formats/pdf.js')
    await addPdf(new Uint8Array(await readWhole(source)), output)
    return true
  },
  async word97(source, { output }) {
    const bytes = await readWhole(source)
    if (bytes.includes(encryptedPackage)) throw fileLocked()
    if (!bytes.includes(wordDocument)) return false
    const { addWord97 } = await import('./formats/word97.js')
    await addWord97(bytes, output)
    return true
  },
  async rtf(source, { output }) {
    const { addRtf } = await import('./formats/rtf.js')
    addRtf(await readWhole(source), output)
    return true
  },
  async html(source, { output, limits }) {
    const { addHtml } = await import('./formats/plain.js')
    addHtml(await readBeginning(source, 8 * limits.mostCharacters), output)
    return true
  },
  async plain(source, { output, limits }) {
    const { addPlain } = await import('./formats/plain.js')
    addPlain(await readBeginning(source, 4 * limits.mostCharacters), output)
    return true
  },
  async mail(source, reading) {
    const { addMail } = await import('./formats/mail.js')
    await addMail(await readWhole(source), reading.output, (attached) => addAttached(attached, reading))
    return true
  },
  async 'outlook-mail'(source, reading) {
    const { addOutlookMail } = await import('./formats/outlook-mail.js')
    await addOutlookMail(await readWhole(source), reading.output, (attached) => addAttached(attached, reading))
    return true
  },
}

/** Names of streams in a compound file. */
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le')
const wordDocument = Buffer.from('WordDocument', 'utf16le')

async function addPacked(source: FileSource, extension: string, { output, limits }: Reading): Promise<boolean> {
  const { openZip } = await import('./formats/office/zip-parts.js')
  const { addOffice } = await import('./formats/office/office.js')
  const zip = await openZip(source, limits)
  try {
    const isRead = await addOffice(zip, output)
    if (!isRead && packedTypes.has(extension)) throw fileDamaged(`it is no ${extension} file`)
    return isRead
  } finally {
    zip.close()
  }
}

/** An attachment below its name. One that can't be read is passed over: the mail has a text of its own. */
async function addAttached(source: FileSource, reading: Reading): Promise<void> {
  const { output, limits, parts, depth } = reading
  if (output.isFull()) return
  if (--parts.left < 0) throw fileTooComplex('it has too many attachments')
  output.endPart()
  output.add(`${source.name}\n`)
  if (depth >= limits.mostNested) return
  try {
    await addFile(source, { ...reading, depth: depth + 1 })
  } catch {
    output.endLine()
  }
}

const headBytes = 4096

async function readHead({ path, bytes }: FileSource): Promise<Uint8Array> {
  if (path === undefined) return bytes?.subarray(0, headBytes) ?? new Uint8Array()
  return readFirst(path, headBytes)
}

async function readBeginning(
  { path, bytes }: FileSource,
  most: number,
): Promise<{ bytes: Uint8Array; isBeginning: boolean }> {
  if (path === undefined) return { bytes: bytes?.subarray(0, most) ?? new Uint8Array(), isBeginning: false }
  const { size } = await stat(path)
  return { bytes: await readFirst(path, Math.min(size, most)), isBeginning: size > most }
}

async function readFirst(path: string, most: number): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

async function readWhole({ path, bytes }: FileSource): Promise<Buffer> {
  if (path !== undefined) return readFile(path)
  return Buffer.from(bytes ?? [])
}
