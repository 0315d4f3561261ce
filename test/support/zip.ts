import { crc32, deflateRawSync } from 'node:zlib'

/** A part of a zip: what it holds, or what it says it holds. */
export interface ZipPart {
  name: string
  bytes: Buffer | string
  isEncrypted?: boolean
}

/** A zip of parts, compressed. */
export function buildZip(parts: ZipPart[]): Buffer {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  let place = 0
  for (const { name, bytes: given, isEncrypted } of parts) {
    const bytes = Buffer.from(given)
    const packed = deflateRawSync(bytes)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(isEncrypted ? 1 : 0, 2)
    facts.writeUInt16LE(8, 4)
    facts.writeUInt32LE(crc32(bytes), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(bytes.length, 18)
    facts.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), facts, Buffer.from(name), packed])
    const further = Buffer.alloc(14)
    further.writeUInt32LE(place, 10)
    entries.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), facts, further, Buffer.from(name)]))
    locals.push(local)
    place += local.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006')
  end.writeUInt16LE(Math.min(parts.length, 0xffff), 8)
  end.writeUInt16LE(Math.min(parts.length, 0xffff), 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(place, 16)
  return Buffer.concat([...locals, directory, end])
}

/** A Word document whose text is this XML. */
export function buildDocx(body: string | Buffer, further: ZipPart[] = []): Buffer {
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument'
  return buildZip([
    {
      name: '_rels/.rels',
      bytes: `<Relationships><Relationship Id="rId1" Type="${type}" Target="word/document.xml"/></Relationships>`,
    },
    { name: 'word/document.xml', bytes: body },
    ...further,
  ])
}
