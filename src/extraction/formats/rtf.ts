import iconv from 'iconv-lite'
import type { TextOutput } from '../text-output.js'

/** The text of an RTF file, its tables by tabs. What describes the document instead of being in it is left out. */
export function addRtf(bytes: Uint8Array, output: TextOutput): void {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const reading: Reading = {
    output,
    groups: [],
    group: { isHidden: false, fallback: 1, font: -1 },
    codePage: 1252,
    codePages: new Map(),
    pending: [],
    toSkip: 0,
    isFirst: false,
  }
  for (const { groups } of source.matchAll(token)) {
    if (output.isFull()) break
    const { word, number, hex, sign, brace, text } = groups!
    if (brace === '{') openGroup(reading)
    else if (brace === '}') closeGroup(reading)
    else if (hex !== undefined) addBytes(reading, Buffer.from(hex, 'hex'))
    else if (text !== undefined) addBytes(reading, Buffer.from(text, 'latin1'))
    else control(reading, (word ?? sign)!, number === undefined ? undefined : Number(number))
  }
  flush(reading)
}

/** One word, character, brace or run of text; line breaks of the source mean nothing. */
const token = new RegExp(
  [
    String.raw`\\(?<word>[a-zA-Z]{1,32})(?<number>-?\d{1,10})? ?`,
    String.raw`\\'(?<hex>[\da-fA-F]{2})`,
    String.raw`\\(?<sign>[^a-zA-Z\r\n])`,
    String.raw`(?<brace>[{}])`,
    String.raw`(?<text>[^\\{}\r\n]+)`,
  ].join('|'),
  'g',
)

interface Group {
  isHidden: boolean
  /** How many characters after one in Unicode stand for it in older programs. */
  fallback: number
  font: number
}

interface Reading {
  output: TextOutput
  /** The groups that the present one lies in. */
  groups: Group[]
  group: Group
  codePage: number
  /** By font. */
  codePages: Map<number, number>
  /** A character of some code pages has two bytes, each written by itself. */
  pending: Buffer[]
  toSkip: number
  /** Nothing has come in the group yet. */
  isFirst: boolean
}

function openGroup(reading: Reading): void {
  flush(reading)
  reading.groups.push(reading.group)
  reading.group = { ...reading.group }
  reading.isFirst = true
}

function closeGroup(reading: Reading): void {
  flush(reading)
  reading.group = reading.groups.pop() ?? reading.group
  reading.toSkip = 0
}

function addBytes(reading: Reading, bytes: Buffer): void {
  reading.isFirst = false
  const rest = bytes.subarray(reading.toSkip)
  reading.toSkip = Math.max(0, reading.toSkip - bytes.length)
  if (!reading.group.isHidden && rest.length > 0) reading.pending.push(rest)
}

function flush({ pending, codePages, codePage, group, output }: Reading): void {
  if (pending.length === 0) return
  const encoding = `cp${codePages.get(group.font) ?? codePage}`
  output.add(iconv.decode(Buffer.concat(pending), iconv.encodingExists(encoding) ? encoding : 'cp1252'))
  pending.length = 0
}

function control(reading: Reading, word: string, number?: number): void {
  flush(reading)
  const { group, codePages } = reading
  if (word === '*' || (reading.isFirst && describing.has(word))) group.isHidden = true
  // The table of fonts is hidden, and says which code page each has.
  const page = word === 'fcharset' ? codePageOf[number ?? 0] : undefined
  if (page !== undefined) codePages.set(group.font, page)
  reading.isFirst = false
  if (word === 'ansicpg') reading.codePage = number ?? reading.codePage
  else if (word === 'uc') group.fallback = number ?? 1
  else if (word === 'f') group.font = number ?? -1
  else if (word === 'v') group.isHidden = number !== 0 || group.isHidden
  else if (!group.isHidden) show(reading, word, number)
}

function show(reading: Reading, word: string, number = 0): void {
  const { output, group } = reading
  if (word === 'u') {
    output.add(String.fromCharCode(number & 0xffff))
    reading.toSkip = group.fallback
  } else if (word === 'cell' || word === 'nestcell') output.endCell()
  else if (Object.hasOwn(signs, word)) output.add(signs[word]!)
}

/** Groups that begin with one of these hold no text of the document. */
const describing = new Set(
  'fonttbl colortbl stylesheet info pict object objdata themedata datastore xmlnstbl listtable filetbl fldinst'.split(
    ' ',
  ),
)

const signs: Record<string, string> = {
  par: '\n', line: '\n', sect: '\n\n', page: '\n\n', row: '\n', nestrow: '\n', tab: '\t', '~': ' ', _: '-',
  '\\': '\\', '{': '{', '}': '}', emdash: '—', endash: '–', bullet: '•',
  lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”',
} // prettier-ignore

/** Character sets of fonts, as Windows numbers them. */
const codePageOf: Record<number, number> = {
  0: 1252, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257,
  204: 1251, 222: 874, 238: 1250,
} // prettier-ignore
