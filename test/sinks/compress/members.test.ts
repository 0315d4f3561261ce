import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { validateCompression, type Compression } from '../../../src/sinks/compress/compression.js'
import { endMarks, openMembers } from '../../../src/sinks/compress/members.js'
import { openRandom } from '../../support/seeded-random.js'
import { unpackWith } from '../../support/unpack.js'

const kinds: Compression[] = hasZstd() ? ['gzip', 'zstd'] : ['gzip']

describe.each(kinds)('members of %s', (compression) => {
  it('are whole one by one, and a file together, marks and all', async () => {
    const { written, members } = open(compression)
    await members.write('first\n')
    await members.write(Buffer.from('second\n'))
    expect(written).toEqual([])
    await members.end()
    await members.write('third\n')
    await members.end()
    await members.end()
    expect(written.map((member) => unpackWith(compression, member))).toEqual(['first\nsecond\n', 'third\n'])
    expect(unpackWith(compression, Buffer.concat(written))).toBe('first\nsecond\nthird\n')
    const mark = endMarks[compression]
    expect(written[0]!.subarray(0, mark.length)).toEqual(mark)
    for (const member of written) expect(member.subarray(-mark.length)).toEqual(mark)
  })

  it('end when they grow large, though nobody asks', async () => {
    const { written, members } = open(compression)
    const random = openRandom(1)
    const line = () => `${Array.from({ length: 1000 }, () => random().toString(36).slice(2)).join(' ')}\n`
    const lines = Array.from({ length: 400 }, line)
    await Promise.all(lines.map((each) => members.write(each)))
    expect(written.length).toBeGreaterThan(1)
    await members.end()
    expect(unpackWith(compression, Buffer.concat(written))).toBe(lines.join(''))
  })

  it('are at least one, of nothing, where nothing stands before', async () => {
    const { written, members } = open(compression, { isFirst: true })
    await members.end()
    await members.end()
    expect(written.map((member) => unpackWith(compression, member))).toEqual([''])
    await members.write('x\n')
    await members.end()
    expect(unpackWith(compression, Buffer.concat(written))).toBe('x\n')
  })

  it('leave nothing of one that was not ended', async () => {
    const { written, members } = open(compression)
    await members.write('lost\n')
    members.close()
    expect(written).toEqual([])
  })
})

describe('compression', () => {
  it.skipIf(hasZstd())('says that this Node has no zstd', () => {
    expect(validateZstd).toThrow(
      expect.objectContaining({ code: 'USAGE', hint: 'Run it with a newer Node, or use gzip.' }) as Error,
    )
  })

  it('fails a write whose member can not be passed on', async () => {
    const members = openMembers('gzip', () => Promise.reject(new Error('full')))
    await members.write('x\n')
    await expect(members.end()).rejects.toThrow('full')
  })

  it('has an end mark that unpacks to nothing', () => {
    expect(gunzipSync(endMarks.gzip)).toHaveLength(0)
  })
})

function open(compression: Compression, options: { isFirst?: boolean } = {}) {
  const written: Buffer[] = []
  const members = openMembers(compression, async (member) => void written.push(member), options)
  return { written, members }
}

function validateZstd(): void {
  validateCompression('zstd')
}

function hasZstd(): boolean {
  try {
    validateZstd()
    return true
  } catch {
    return false
  }
}
