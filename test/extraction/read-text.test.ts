import path from 'node:path'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { usualLimits, type FileSource } from '../../src/extraction/extracted-text.js'
import { readText } from '../../src/extraction/read-text.js'
import { pdfBytes, pptxBytes, xlsxBytes } from '../../src/sandbox/company/words/office-bytes.js'
import { buildDocx, buildZip } from '../support/zip.js'

async function textOf(name: string, bytes: Buffer | string): Promise<string | undefined> {
  return (await readText({ name, bytes: Buffer.from(bytes) }, usualLimits)).text
}

function fixture(name: string): FileSource {
  return { name, path: path.join('test/fixtures/files', name) }
}

const report = (dash: string, cell: string) =>
  `Pump report\nThe seal of pump 7 leaks ${dash} Größe 5 €.\nPart${cell}Price\nSeal${cell}20\n`

describe('files that programs have written come out as their text', () => {
  test.each([
    ['report.docx', `${report('—', '\t')}見積書`],
    ['report.doc', `${report('-', '\t')}見積書`],
    ['report.odt', `${report('—', '\t')}見積書`],
    ['report.rtf', `${report('—', '\t')}見積書`],
  ])('%s', async (name, text) => {
    expect(await readText(fixture(name), usualLimits)).toEqual({ text })
  })

  test.each(['parts.xlsx', 'parts.ods'])('%s, its sheet by name and its dates as dates', async (name) => {
    const rows = ['Part\tQuantity\tWhen\tDone', 'Seal\t4\t2026-01-05\tTRUE', 'Größe\t2.5\t2026-02-06\tFALSE']
    expect(await readText(fixture(name), usualLimits)).toEqual({ text: ['b', ...rows].join('\n') })
  })

  test.each(['slides.pptx', 'slides.odp'])('%s, slide after slide', async (name) => {
    const text = 'Slide 1\nPumps of 2026\nGrößer and quieter\nSecond line\n\nSlide 2\nPrices'
    expect(await readText(fixture(name), usualLimits)).toEqual({ text })
  })

  test('report.pdf', async () => {
    expect((await readText(fixture('report.pdf'), usualLimits)).text).toContain(report('—', ' '))
  })

  test('those of the embedded org', async () => {
    expect(await textOf('a.pdf', pdfBytes('Offer (new)'))).toBe('Offer (new)')
    expect(await textOf('a.pptx', pptxBytes('Offer & more'))).toBe('Slide 1\nOffer & more')
    expect(
      await textOf(
        'a.xlsx',
        xlsxBytes([
          ['Part', 'Price'],
          ['Seal', '20'],
        ]),
      ),
    ).toBe('Parts\nPart\tPrice\nSeal\t20')
  })
})

describe('text in any encoding', () => {
  const german = 'Größe der Pumpe: 5 €, geprüft am Montag'
  const japanese = 'お世話になっております。ポンプの見積書をお送りします。'
  const chinese = '您好,附件是水泵的报价单,请查收。'
  const russian = 'Здравствуйте, во вложении предложение по насосу.'
  test.each([
    ['utf-8', german],
    ['windows-1252', german],
    ['windows-1252', 'Gr\u00fc\u00dfe \u20ac 5'],
    ['utf-16le', german],
    ['utf-16be', german],
    ['Shift_JIS', japanese],
    ['EUC-JP', japanese],
    ['GB18030', chinese],
    ['Big5', '您好,附件是水泵的報價單,請查收。'],
    ['EUC-KR', '안녕하세요 견적서를 보내드립니다'],
    ['KOI8-R', russian],
    ['windows-1251', russian],
  ])('%s', async (encoding, text) => {
    expect(await textOf('notes.txt', iconv.encode(text, encoding))).toBe(text)
  })

  test.each(['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])('%s with a mark', async (encoding) => {
    expect(await textOf('notes.csv', iconv.encode(japanese, encoding, { addBOM: true }))).toBe(japanese)
  })

  test('a page says its encoding itself', async () => {
    const page = `<html><head><meta charset="shift_jis"><title>見積</title></head><p>ポンプ</p></html>`
    expect(await textOf('page.html', iconv.encode(page, 'shift_jis'))).toBe('見積\nポンプ')
  })
})

describe('what a file is', () => {
  test('its content says, whatever its name is', async () => {
    expect(await textOf('offer.docx', pdfBytes('a PDF'))).toBe('a PDF')
    expect(await textOf('offer.pdf', buildDocx('<w:p><w:t>a document</w:t></w:p>'))).toBe('a document')
    expect(await textOf('table.doc', '<html><table><tr><td>a</td><td>page</td></tr></table></html>')).toBe('a page')
    expect(await textOf('letter.doc', String.raw`{\rtf1 a letter}`)).toBe('a letter')
  })

  test.each([
    ['photo.txt', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d])],
    ['offer.docx', 'no zip at all'],
    ['offer.pdf', 'no PDF at all'],
    ['offer.xlsx', buildZip([{ name: 'something.txt', bytes: 'else' }])],
  ])('%s that is something else is damaged', async (name, bytes) => {
    await expect(textOf(name, bytes)).rejects.toMatchObject({ code: 'FILE_DAMAGED' })
  })

  test('an empty file has an empty text, and a kind that is not read none', async () => {
    expect(await textOf('empty.docx', '')).toBe('')
    expect(await textOf('photo.jpg', Buffer.from([0xff, 0xd8]))).toBeUndefined()
    expect(await textOf('archive.zip', buildZip([{ name: 'a.txt', bytes: 'a' }]))).toBeUndefined()
  })

  test('a text longer than is kept is cut', async () => {
    const read = await readText(
      { name: 'a.txt', bytes: Buffer.from('word '.repeat(100)) },
      { ...usualLimits, mostCharacters: 99 },
    )
    expect(read).toEqual({ text: 'word '.repeat(20).trim(), isCut: true })
  })
})

describe('RTF', () => {
  test.each([
    [String.raw`{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8\'e2\'e5\'f2}`, 'Привет'],
    [String.raw`{\rtf1{\fonttbl{\f0\fcharset128 MS;}}\f0 \'8c\'a9\'90\'cf}`, '見積'],
    [String.raw`{\rtf1\uc1 5 \u8364?\par\u-10179?\u-8704?}`, '5 €\n😀'],
    [String.raw`{\rtf1{\*\generator x;}{\info{\title hidden}}a{\v hidden}b\tab c\line d}`, 'ab\tc\nd'],
    [String.raw`{\rtf1 a\{b\}\\c`, 'a{b}\\c'],
  ])('%s', async (rtf, text) => {
    expect(await textOf('a.rtf', rtf)).toBe(text)
  })
})
