/** What a file's reading comes to, and how much of it there may be. */

/** A file to read: where it lies, or what it holds. Its name says what it is where its content doesn't. */
export interface FileSource {
  name: string
  path?: string
  bytes?: Uint8Array
}

export interface ExtractedText {
  /** Absent where the file is of no kind that is read. */
  text?: string
  /** The file has more text than is kept. */
  isCut?: true
}

/** What a file may cost. A file past one of these is too complex, whatever it is. */
export interface ExtractionLimits {
  /** Longest text, in UTF-16 code units: what comes after is left out. */
  mostCharacters: number
  /** What the parts of a packed file may come to together, unpacked. */
  mostUnpackedBytes: number
  /** Files in a packed file, and attachments of a mail with those of its attachments. */
  mostParts: number
  /** How deep mails may lie in mails. */
  mostNested: number
  /** Longest time for one file. */
  timeMs: number
  /** The heap of the thread that reads. */
  heapMb: number
  /** How much the process may grow while a file is read, buffers outside the heap included. */
  growthMb: number
}

export const usualLimits: ExtractionLimits = {
  mostCharacters: 1_000_000,
  mostUnpackedBytes: 256_000_000,
  mostParts: 10_000,
  mostNested: 3,
  timeMs: 60_000,
  heapMb: 192,
  growthMb: 512,
}
