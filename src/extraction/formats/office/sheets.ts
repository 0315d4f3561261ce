import type { TextOutput } from '../../text-output.js'
import { readDateStyles, renderDate } from './sheet-dates.js'
import { readRelationships } from './relationships.js'
import { readXml } from './xml-events.js'
import type { ZipParts } from './zip-parts.js'

/** A workbook (.xlsx): sheet after sheet below its name, a line for each row, its filled cells by tabs. */
export async function addSheets(zip: ZipParts, mainPart: string, output: TextOutput): Promise<void> {
  const parts = await readRelationships(zip, mainPart)
  const partOf = (type: string) => parts.find((each) => each.type === type)?.part ?? ''
  const texts = await readSharedTexts(zip, partOf('sharedStrings'))
  const dateStyles = await readDateStyles(zip.read(partOf('styles')))
  for (const { name, id } of await listSheets(zip, mainPart)) {
    const part = parts.find((each) => each.id === id && each.type === 'worksheet')?.part
    if (part === undefined || output.isFull()) continue
    output.endPart()
    output.add(`${name}\n`)
    await addRows(zip.read(part), output, (cell) => textOf(cell, texts, dateStyles))
  }
}

async function listSheets(zip: ZipParts, mainPart: string): Promise<{ name: string; id: string }[]> {
  const sheets: { name: string; id: string }[] = []
  await readXml(zip.read(mainPart), {
    onOpen(name, attributes) {
      if (name !== 'sheet') return
      sheets.push({ name: attributes['name'] ?? '', id: attributes['r:id'] ?? '' })
    },
  })
  return sheets
}

/** The texts that cells refer to by number. What stands in `rPh` says how the text is spoken. */
async function readSharedTexts(zip: ZipParts, part: string): Promise<string[]> {
  const texts: string[] = []
  let text = ''
  let inText = false
  let isSpoken = false
  await readXml(zip.read(part), {
    onOpen(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') isSpoken = true
      inText = name === 't'
    },
    onText: (piece) => {
      if (inText && !isSpoken) text += piece
    },
    onClose(name) {
      if (name === 'si') texts.push(text)
      if (name === 'rPh') isSpoken = false
      if (name === 't') inText = false
    },
  })
  return texts
}

interface Cell {
  type: string
  style: number
  value: string
}

async function addRows(
  pieces: AsyncIterable<Uint8Array>,
  output: TextOutput,
  render: (cell: Cell) => string,
): Promise<void> {
  let cell: Cell = { type: 'n', style: 0, value: '' }
  let inValue = false
  await readXml(pieces, {
    isDone: output.isFull,
    onOpen(name, { t: type = 'n', s: style = '0' }) {
      if (name === 'c') cell = { type, style: Number(style), value: '' }
      inValue = name === 'v' || name === 't'
    },
    onText: (piece) => {
      if (inValue) cell.value += piece
    },
    onClose(name) {
      inValue = false
      if (name === 'row') output.endLine()
      if (name !== 'c' || cell.value === '') return
      output.add(render(cell).replaceAll(/\s+/g, ' '))
      output.endCell()
    },
  })
}

function textOf({ type, style, value }: Cell, texts: string[], dateStyles: Set<number>): string {
  if (type === 's') return texts[Number(value)] ?? ''
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  return type === 'n' && dateStyles.has(style) ? renderDate(value) : value
}
