import { execFileSync } from 'node:child_process'

/** What the program of the format makes of the bytes. Throws where it finds anything wrong with them. */
export function unpackWith(program: 'gzip' | 'zstd', bytes: Buffer): string {
  return execFileSync(program, ['-dc'], { input: bytes, maxBuffer: 1024 ** 3 }).toString('utf8')
}
