import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { deflateSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/clock.js'
import { openExtraction } from '../../src/extraction/open-extraction.js'
import type { ExtractionLimits } from '../../src/extraction/extracted-text.js'
import { docxBytes, pdfBytes } from '../../src/sandbox/company/words/office-bytes.js'
import { makeTempFolder } from '../support/temp-folder.js'
import { buildDocx, buildZip } from '../support/zip.js'

function open(limits: Partial<ExtractionLimits> = {}) {
  const extraction = openExtraction({ clock: systemClock, limits })
  onTestFinished(() => extraction.close())
  return extraction
}

/** A PDF of these objects, which pdf.js finds without a table of them. */
function buildPdf(objects: (string | Buffer)[], trailer = ''): Buffer {
  const parts = objects.flatMap((object, at) => [`${at + 1} 0 obj\n`, object, '\nendobj\n'])
  const end = `trailer\n<< /Root 1 0 R /Size ${objects.length + 1} ${trailer} >>\n%%EOF\n`
  return Buffer.concat(['%PDF-1.4\n', ...parts, end].map((part) => Buffer.from(part)))
}

const catalogue = '<< /Type /Catalog /Pages 2 0 R >>'

function packedStream(bytes: Buffer): Buffer {
  const packed = deflateSync(bytes)
  const head = `<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n`
  return Buffer.concat([Buffer.from(head), packed, Buffer.from('\nendstream')])
}

function pageOf(stream: Buffer): Buffer {
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>'
  return buildPdf([catalogue, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>', page, stream])
}

const compoundFile = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const encrypted = Buffer.concat([compoundFile, Buffer.alloc(504), Buffer.from('EncryptedPackage', 'utf16le')])
const lock =
  '/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (12345678901234567890123456789012) /U (12345678901234567890123456789012) >> /ID [(a) (a)]'
const manifest = '<manifest><file-entry><encryption-data/></file-entry></manifest>'
const entityBomb = `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "${`&a${n - 1};`.repeat(10)}">`).join('')}]><a>&a8;</a>`

const hostile: [what: string, name: string, bytes: Buffer, code: string][] = [
  ['a Word document with a password', 'a.docx', encrypted, 'FILE_LOCKED'],
  ['a workbook with a password', 'a.xlsx', encrypted, 'FILE_LOCKED'],
  [
    'a PDF with a password',
    'a.pdf',
    buildPdf([catalogue, '<< /Type /Pages /Kids [] /Count 0 >>'], lock),
    'FILE_LOCKED',
  ],
  [
    'a text of OpenDocument with a password',
    'a.odt',
    buildZip([
      { name: 'content.xml', bytes: 'x' },
      { name: 'META-INF/manifest.xml', bytes: manifest },
    ]),
    'FILE_LOCKED',
  ],
  [
    'a zip whose parts are encrypted',
    'a.docx',
    buildZip([{ name: '_rels/.rels', bytes: 'x', isEncrypted: true }]),
    'FILE_LOCKED',
  ],
  ['a document cut short', 'a.docx', docxBytes('text').subarray(0, 700), 'FILE_DAMAGED'],
  ['a PDF cut short', 'a.pdf', pdfBytes('text').subarray(0, 60), 'FILE_DAMAGED'],
  ['XML cut short', 'a.docx', buildDocx('<w:p><w:t>text'), 'FILE_DAMAGED'],
  ['entities in entities', 'a.docx', buildDocx(entityBomb), 'FILE_DAMAGED'],
  [
    'a zip of 100,000 parts',
    'a.docx',
    Buffer.concat([buildZip(Array.from({ length: 65_000 }, (_, n) => ({ name: `${n}`, bytes: '' })))]),
    'FILE_TOO_COMPLEX',
  ],
  [
    'a zip bomb',
    'a.docx',
    buildDocx(Buffer.concat([Buffer.from('<a>'), Buffer.alloc(30_000_000, ' ')])),
    'FILE_TOO_COMPLEX',
  ],
  ['a zip in a zip', 'a.docx', buildZip([{ name: 'inner.docx', bytes: docxBytes('text') }]), 'FILE_DAMAGED'],
]

function rel(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="x/${type}" Target="${target}"/>`
}

describe('a hostile file costs itself alone', () => {
  test.each(hostile)('%s', async (_what, name, bytes, code) => {
    const extraction = open({ mostUnpackedBytes: 20_000_000 })
    await expect(extraction.extractText({ name, bytes })).rejects.toMatchObject({ code })
    expect(await extraction.extractText({ name: 'b.docx', bytes: docxBytes('the next') })).toEqual({ text: 'the next' })
  })

  test('a tree of pages that leads to itself ends', async () => {
    const bytes = buildPdf([catalogue, '<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>'])
    expect(await open({ timeMs: 5000 }).extractText({ name: 'a.pdf', bytes })).toEqual({ text: '' })
  })

  test('a PDF that draws without an end is given up, and the thread is there for the next file', async () => {
    const endless = pageOf(packedStream(Buffer.from('BT 1 0 0 1 0 0 Tm (a) Tj ET\n'.repeat(2_000_000))))
    const extraction = open({ timeMs: 1000 })
    const started = process.hrtime.bigint()
    await expect(extraction.extractText({ name: 'a.pdf', bytes: endless })).rejects.toMatchObject({
      code: 'FILE_TOO_COMPLEX',
    })
    expect(Number(process.hrtime.bigint() - started) / 1e9).toBeLessThan(15)
    expect(await extraction.extractText({ name: 'b.txt', bytes: Buffer.from('next') })).toEqual({ text: 'next' })
  })

  test('a workbook that fills the heap ends the thread and nothing else', async () => {
    const strings = `<sst>${'<si><t>text of some length</t></si>'.repeat(300_000)}</sst>`
    const workbook = buildZip([
      { name: '_rels/.rels', bytes: `<r>${rel('1', 'officeDocument', 'xl/workbook.xml')}</r>` },
      { name: 'xl/workbook.xml', bytes: '<workbook><sheets/></workbook>' },
      { name: 'xl/_rels/workbook.xml.rels', bytes: `<r>${rel('1', 'sharedStrings', 's.xml')}</r>` },
      { name: 'xl/s.xml', bytes: strings },
    ])
    const extraction = open({ heapMb: 16 })
    await expect(extraction.extractText({ name: 'a.xlsx', bytes: workbook })).rejects.toMatchObject({
      code: 'FILE_TOO_COMPLEX',
    })
    expect(await extraction.extractText({ name: 'b.txt', bytes: Buffer.from('next') })).toEqual({ text: 'next' })
  })

  test('a PDF that fills memory beside the heap ends the thread and nothing else', async () => {
    const extraction = open({ growthMb: 80 })
    const bomb = pageOf(packedStream(Buffer.alloc(150_000_000, ' ')))
    await expect(extraction.extractText({ name: 'a.pdf', bytes: bomb })).rejects.toMatchObject({
      code: 'FILE_TOO_COMPLEX',
    })
    expect(await extraction.extractText({ name: 'b.txt', bytes: Buffer.from('next') })).toEqual({ text: 'next' })
  })

  test('10 MB of entities in entities are text as they are', async () => {
    const file = path.join(await makeTempFolder(), 'a.xml')
    await writeFile(file, entityBomb.padEnd(10_000_000, ' '))
    expect((await open().extractText({ name: 'a.xml', path: file })).text).toBe(entityBomb)
  })
})
