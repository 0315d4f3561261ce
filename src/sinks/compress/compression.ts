import zlib from 'node:zlib'
import type { Transform } from 'node:stream'
import { ExtractError } from '../../errors/extract-error.js'

/** What `--compress` takes. */
export type Compression = 'gzip' | 'zstd'

interface Kind {
  /** What file names end with besides. */
  extension: string
  compress: () => Transform
  decompress: () => Transform
}

/** Absent before Node 22.15 and in 23 before 23.8; the types are of an older release. */
const { createZstdCompress, createZstdDecompress } = zlib as typeof zlib & {
  createZstdCompress?: () => Transform
  createZstdDecompress?: () => Transform
}

const kinds: Record<Compression, Kind> = {
  gzip: { extension: '.gz', compress: () => zlib.createGzip(), decompress: () => zlib.createGunzip() },
  zstd: {
    extension: '.zst',
    compress: () => (createZstdCompress ?? refuseZstd)(),
    decompress: () => (createZstdDecompress ?? refuseZstd)(),
  },
}

/** What comes after the end of the format in file names: `.gz`, or nothing. */
export function endingOf(compression: Compression | undefined): string {
  return compression === undefined ? '' : kinds[compression].extension
}

/** How a file is compressed, by its name; undefined where it isn't. */
export function compressionOf(name: string): Compression | undefined {
  return (Object.keys(kinds) as Compression[]).find((each) => name.endsWith(kinds[each].extension))
}

/** Throws USAGE for what this Node can't do. */
export function validateCompression(compression: Compression | undefined): void {
  if (compression === 'zstd' && createZstdCompress === undefined) refuseZstd()
}

/** A stream that compresses what is written to it into one member (gzip) or frame (zstd). Throws USAGE. */
export function compress(compression: Compression): Transform {
  return kinds[compression].compress()
}

/** A stream that unpacks members or frames one after the other. Throws USAGE. */
export function decompress(compression: Compression): Transform {
  return kinds[compression].decompress()
}

function refuseZstd(): never {
  throw new ExtractError('USAGE', `zstd takes Node 22.15, 23.8 or later, and this is ${process.version}`, {
    hint: 'Run it with a newer Node, or use gzip.',
  })
}
