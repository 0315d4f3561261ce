import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeLines } from '../../../src/sinks/formats/line-buffers.js'

const line = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' ')),
  fc
    .tuple(fc.constantFrom('a', 'ü', '€', '😀'), fc.integer({ min: 0, max: 200_000 }))
    .map(([unit, n]) => unit.repeat(n)),
)

/** The pieces as texts, each taken while it is valid. */
function piecesOf(lines: string[]): string[] {
  const pieces: string[] = []
  for (const piece of encodeLines(lines)) pieces.push(piece.toString())
  return pieces
}

describe('encoded lines', () => {
  it('are the lines, in their order, in pieces of whole ones', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const pieces = piecesOf(lines)
        expect(pieces.join('')).toBe(lines.map((each) => `${each}\n`).join(''))
        expect(pieces.every((piece) => piece.endsWith('\n'))).toBe(true)
      }),
    )
  })

  it('are put together as far as a buffer goes', () => {
    const lines = Array.from({ length: 1000 }, (_, n) => `${n}`.padEnd(1000))
    expect(piecesOf(lines)).toHaveLength(2)
    expect(piecesOf([])).toEqual([])
  })

  it('do not share a buffer with others that are being written', () => {
    const one = encodeLines(['one'])
    const other = encodeLines(['other'])
    const [first, second] = [one.next().value!, other.next().value!]
    expect([first.toString(), second.toString()]).toEqual(['one\n', 'other\n'])
    one.return(undefined)
    other.return(undefined)
  })
})
