import chardet from 'chardet'
import iconv from 'iconv-lite'

export interface TextBytes {
  bytes: Uint8Array
  /** They are the beginning of more: the last character may be cut. */
  isBeginning?: boolean
  /** The encoding they are said to be in. */
  named?: string | undefined
}

/**
 * Bytes as the text they are: in the encoding of their mark, or the named one, else UTF-8 where they are that, else the
 * most likely one. A mark is no part of the text. Undefined where they are no text.
 */
export function decodeText({ bytes, isBeginning = false, named }: TextBytes): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const wide = markedEncoding(buffer) ?? wideEncoding(buffer)
  if (wide !== undefined) return iconv.decode(buffer, wide)
  if (isBinary(buffer)) return undefined
  if (named !== undefined && iconv.encodingExists(named)) return iconv.decode(buffer, named)
  return decodeUtf8(buffer, isBeginning) ?? iconv.decode(buffer, guessEncoding(buffer))
}

function markedEncoding(buffer: Buffer): string | undefined {
  const mark = buffer.toString('hex', 0, 4)
  return marks.find(([begins]) => mark.startsWith(begins))?.[1]
}

const marks: [string, string][] = [
  ['fffe0000', 'utf-32le'],
  ['0000feff', 'utf-32be'],
  ['efbbbf', 'utf-8'],
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
]

const sampleBytes = 65_536

/** UTF-16 without a mark: of letters of the West every second byte is zero, and hardly any of the others. */
function wideEncoding(buffer: Buffer): string | undefined {
  const sample = buffer.subarray(0, sampleBytes)
  const zeros = [0, 0]
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 2]! += 1
  const [even, odd] = zeros as [number, number]
  const many = sample.length * 0.15
  if (odd > many && even < odd / 20) return 'utf-16le'
  return even > many && odd < even / 20 ? 'utf-16be' : undefined
}

/** Text has no zeros, and hardly any control characters. Escape stands in logs and in Japanese mails. */
function isBinary(buffer: Buffer): boolean {
  const sample = buffer.subarray(0, sampleBytes)
  let controls = 0
  for (const byte of sample) {
    if (byte === 0) return true
    if (byte < 32 && !allowed.has(byte)) controls++
  }
  return controls > sample.length / 50
}

const allowed = new Set([9, 10, 11, 12, 13, 26, 27])

function decodeUtf8(buffer: Buffer, isBeginning: boolean): string | undefined {
  try {
    const whole = isBeginning ? buffer.subarray(0, wholeEnd(buffer)) : buffer
    return new TextDecoder('utf-8', { fatal: true }).decode(whole)
  } catch {
    return undefined
  }
}

/** Where the last character begins: it may be cut. */
function wholeEnd(buffer: Buffer): number {
  let end = buffer.length - 1
  while (end > 0 && (buffer[end]! & 0xc0) === 0x80) end--
  return Math.max(0, end)
}

/**
 * What is likely enough; else what Windows writes in the West, also where that is about as likely as the encoding of
 * another part of Europe: a few letters with accents stand at the same place in several of them.
 */
function guessEncoding(buffer: Buffer): string {
  const guesses = chardet.analyse(buffer.subarray(0, sampleBytes)).filter(({ name }) => iconv.encodingExists(name))
  const [best] = guesses
  if (best === undefined || best.confidence < leastConfidence) return western
  const rival = guesses.find(({ name }) => name === 'windows-1252' || name === 'ISO-8859-1')
  const isNear = rival !== undefined && rival.confidence > best.confidence - nearConfidence
  return isNear && /^(?:ISO-8859|windows-125)/.test(best.name) ? western : best.name
}

const western = 'windows-1252'
/** Of 100. Below it chardet has no more than a few bytes that don't speak against it. */
const leastConfidence = 15
const nearConfidence = 15
