/** The smallest PDF and Office files that programs open, with a text in them. */
import { crc32 } from 'node:zlib'

export function pdfBytes(text: string): Buffer {
  const shown = `BT /F1 12 Tf 50 700 Td (${text.replaceAll(/[\\()]/g, '\\$&')}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${Buffer.byteLength(shown, 'latin1')} >>\nstream\n${shown}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  let body = '%PDF-1.4\n'
  const places = objects.map((object, at) => {
    const place = Buffer.byteLength(body, 'latin1')
    body += `${at + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const rows = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\n`
  return Buffer.from(`${body}${table}${trailer}startxref\n${Buffer.byteLength(body, 'latin1')}\n%%EOF\n`, 'latin1')
}

export function docxBytes(text: string): Buffer {
  return officeBytes('word/document.xml', 'wordprocessingml.document.main', {
    'word/document.xml': `<w:document xmlns:w="${schema('wordprocessingml')}"><w:body><w:p><w:r><w:t>${escape(text)}</w:t></w:r></w:p></w:body></w:document>`,
  })
}

export function xlsxBytes(rows: string[][]): Buffer {
  const data = rows.map((row) => `<row>${row.map(cellOf).join('')}</row>`).join('')
  return officeBytes('xl/workbook.xml', 'spreadsheetml.sheet.main', {
    'xl/workbook.xml': `<workbook xmlns="${schema('spreadsheetml')}" xmlns:r="${relationships}"><sheets><sheet name="Parts" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': links({ rId1: ['worksheet', 'worksheets/sheet1.xml'] }),
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${schema('spreadsheetml')}"><sheetData>${data}</sheetData></worksheet>`,
  })
}

function cellOf(value: string): string {
  return `<c t="inlineStr"><is><t>${escape(value)}</t></is></c>`
}

export function pptxBytes(text: string): Buffer {
  const names = `xmlns:a="${schema('drawingml')}" xmlns:p="${schema('presentationml')}" xmlns:r="${relationships}"`
  return officeBytes('ppt/presentation.xml', 'presentationml.presentation.main', {
    'ppt/presentation.xml': `<p:presentation ${names}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': links({ rId1: ['slide', 'slides/slide1.xml'] }),
    'ppt/slides/slide1.xml': `<p:sld ${names}><p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>${escape(text)}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>`,
  })
}

const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

function schema(part: string): string {
  return `http://schemas.openxmlformats.org/${part}/2006/main`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

function links(targets: Record<string, [type: string, target: string]>): string {
  const all = Object.entries(targets).map(
    ([id, [type, target]]) => `<Relationship Id="${id}" Type="${relationships}/${type}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`
}

function officeBytes(main: string, type: string, parts: Record<string, string>): Buffer {
  const contentType = `application/vnd.openxmlformats-officedocument.${type}+xml`
  return zipBytes({
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${main}" ContentType="${contentType}"/></Types>`,
    '_rels/.rels': links({ rId1: ['officeDocument', main] }),
    ...parts,
  })
}

/** A zip whose parts are not compressed. */
function zipBytes(parts: Record<string, string>): Buffer {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  let place = 0
  for (const [name, text] of Object.entries(parts)) {
    const [nameBytes, bytes] = [Buffer.from(name), Buffer.from(text)]
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    // The first of January 1980: a zip knows no earlier day.
    facts.writeUInt16LE(33, 8)
    facts.writeUInt32LE(crc32(bytes), 10)
    facts.writeUInt32LE(bytes.length, 14)
    facts.writeUInt32LE(bytes.length, 18)
    facts.writeUInt16LE(nameBytes.length, 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), facts, nameBytes, bytes])
    const further = Buffer.alloc(14)
    further.writeUInt32LE(place, 10)
    entries.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), facts, further, nameBytes]))
    locals.push(local)
    place += local.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(place, 16)
  return Buffer.concat([...locals, directory, end])
}
