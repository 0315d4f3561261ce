import iconv from 'iconv-lite'
import type { TextOutput } from '../text-output.js'

/** The text of an RTF file, its tables by tabs. What describes the document instead of being in it is left out. */
export function addRtf(bytes: Uint8Array, output: TextOutput): void {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const reader = openReader(output)
  for (const { groups } of source.matchAll(token)) {
    if (output.isFull()) break
    const { word, number, hex, sign, brace, text } = groups!
    if (brace === '{') reader.open()
    else if (brace === '}') reader.close()
    else if (word !== undefined) reader.control(word, number === undefined ? undefined : Number(number))
    else if (hex !== undefined) reader.addBytes(Buffer.from(hex, 'hex'))
    else if (sign !== undefined) reader.control(sign)
    else if (text !== undefined) reader.addBytes(Buffer.from(text, 'latin1'))
  }
  reader.end()
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

function openReader(output: TextOutput) {
  const groups: Group[] = []
  let group: Group = { isHidden: false, fallback: 1, font: -1 }
  let codePage = 1252
  let defining: number | undefined
  const codePages = new Map<number, number>()
  let bytes: Buffer[] = []
  let toSkip = 0
  let isFirst = false
  const flush = () => {
    if (bytes.length === 0) return
    const encoding = `cp${codePages.get(group.font) ?? codePage}`
    output.add(iconv.decode(Buffer.concat(bytes), iconv.encodingExists(encoding) ? encoding : 'cp1252'))
    bytes = []
  }
  return {
    open() {
      flush()
      groups.push(group)
      group = { ...group }
      isFirst = true
    },
    close() {
      flush()
      group = groups.pop() ?? group
      toSkip = 0
    },
    /** Bytes are gathered: a character of some code pages has two of them, each written by itself. */
    addBytes(given: Buffer) {
      isFirst = false
      const rest = given.subarray(toSkip)
      toSkip = Math.max(0, toSkip - given.length)
      if (!group.isHidden && rest.length > 0) bytes.push(rest)
    },
    control(word: string, number?: number) {
      flush()
      if (word === '*' || (isFirst && describing.has(word))) group.isHidden = true
      isFirst = false
      if (word === 'ansicpg' && number !== undefined) codePage = number
      else if (word === 'uc') group.fallback = number ?? 1
      else if (word === 'f') defining = group.font = number ?? -1
      else if (word === 'fcharset') noteCodePage(defining, number)
      else if (word === 'v') group.isHidden = group.isHidden || number !== 0
      else if (!group.isHidden) show(word, number)
    },
    end: flush,
  }

  function noteCodePage(font = -1, charset = 0): void {
    const page = codePageOf[charset]
    if (page !== undefined) codePages.set(font, page)
  }

  function show(word: string, number = 0): void {
    if (word === 'u') {
      output.add(String.fromCharCode(number & 0xffff))
      toSkip = group.fallback
    } else if (word === 'cell' || word === 'nestcell') output.endCell()
    else if (Object.hasOwn(signs, word)) output.add(signs[word]!)
  }
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
