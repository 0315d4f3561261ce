import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitText } from '../../../src/enrichment/passages.js'
import { enrichAll } from '../../support/pipeline.js'

const id = '001000000000000AAA'

describe('chunk', () => {
  test('makes passages of a long text, each with its parent, its number and how many there are', async () => {
    const content = 'First sentence here. Second sentence is here. Third one.'
    const [enriched] = await enrichAll(
      [{ content, parent: 1 }],
      [{ chunk: { size: 25, overlap: 0 } }, { set: { fields: { 'metadata.seen': true } } }],
    )
    const { documents } = enriched!
    const shared = {
      title: id,
      metadata: { sobject_type: 'Account', seen: true },
      system: { parent_path: '/Standard Objects/Account/' },
    }
    expect(documents).toMatchObject([
      { id, content, payload: { Id: id } },
      { id: `${id}#1`, parent_id: id, passage: { number: 1, of: 3 }, content: 'First sentence here.', ...shared },
      { id: `${id}#2`, parent_id: id, passage: { number: 2, of: 3 }, content: 'Second sentence is here.', ...shared },
      { id: `${id}#3`, parent_id: id, passage: { number: 3, of: 3 }, content: 'Third one.', ...shared },
    ])
    expect(documents[1]).not.toHaveProperty('payload')
    expect(documents[1]).not.toHaveProperty('summary')
  })

  test('leaves a text that fits, and a document without one, as they are', async () => {
    const all = await enrichAll([{ content: 'x'.repeat(20) }, { content: 7 }], [{ chunk: { size: 20, overlap: 5 } }])
    expect(all.map(({ documents }) => documents.map((document) => document.id))).toEqual([[id], ['001000000000001AAA']])
  })

  test('without the parent passages alone go on, with the payload where it is wanted', async () => {
    const [enriched] = await enrichAll(
      [{ content: 'One two three four five six' }],
      [{ chunk: { size: 20, overlap: 0, parent: false, payload: true } }],
    )
    const { documents } = enriched!
    expect(documents).toMatchObject([{ id: `${id}#1`, payload: { Id: id } }, { id: `${id}#2` }])
  })
})

describe('a text in passages', () => {
  test.each([
    [
      'ends with a paragraph before a sentence',
      'aaa aaa. bbb\n\nccc. ddd eee fff',
      20,
      0,
      ['aaa aaa. bbb', 'ccc. ddd eee fff'],
    ],
    ['ends with a line before a sentence', 'aaaa bbb ccc\ndd. ee ff gg hh', 20, 0, ['aaaa bbb ccc', 'dd. ee ff gg hh']],
    ['ends with a sentence before a word', 'aaaa bbb ccc. dd ee ff gg hh', 20, 0, ['aaaa bbb ccc.', 'dd ee ff gg hh']],
    ['ends between words', 'aaaa bbbb cccc dddd eeee', 12, 0, ['aaaa bbbb', 'cccc dddd', 'eeee']],
    ['cuts a long word', 'abcdefghijklmnopqrstuvwxyz', 10, 0, ['abcdefghij', 'klmnopqrst', 'uvwxyz']],
    [
      'shares sentences',
      'Aa aa aa. Bb bb. Cc cc cc. Dd.',
      17,
      8,
      ['Aa aa aa. Bb bb.', 'Bb bb. Cc cc cc.', 'cc cc. Dd.'],
    ],
    ['shares words', 'aaaa bbbb cccc dddd', 12, 6, ['aaaa bbbb', 'bbbb cccc', 'cccc dddd']],
  ])('%s', (_title, text, size, overlap, passages) => {
    expect(splitText(text, { size, overlap })).toEqual(passages)
  })

  test('leaves nothing out but blanks, is never too long, and cuts no character in two', () => {
    const word = fc.constantFrom('a', 'bcd', 'é', '😀', '\u{20000}\u{20001}', '.', '! ', ' ', '\n', '\n\n', '。', '-')
    const input = fc.record({
      text: fc.array(word, { maxLength: 200 }).map((words) => words.join('')),
      size: fc.integer({ min: 4, max: 40 }),
      share: fc.double({ min: 0, max: 0.5, noNaN: true }),
    })
    fc.assert(
      fc.property(input, ({ text, size, share }) => {
        const overlap = Math.floor(size * share)
        const passages = splitText(text, { size, overlap })
        let covered = 0
        for (const passage of passages) {
          expect([...passage].length).toBeLessThanOrEqual(size)
          expect(passage.isWellFormed()).toBe(true)
          expect(passage).toBe(passage.trim())
          const blanks = text.length - covered - text.slice(covered).trimStart().length
          const from = text.lastIndexOf(passage, covered + blanks)
          expect(from).toBeGreaterThanOrEqual(Math.max(0, covered - overlap * 2))
          covered = Math.max(covered, from + passage.length)
        }
        expect(text.slice(covered).trim()).toBe('')
        expect(passages.join('').length).toBeLessThanOrEqual(text.length * 3)
      }),
      { numRuns: 500 },
    )
  })

  test('takes time in proportion to its length', () => {
    for (const unit of ['a', 'a ', '.', '\n', '. ', ' ', '"', '😀']) {
      const passages = splitText(unit.repeat(300_000), { size: 2000, overlap: 500 })
      expect(passages.length).toBeLessThan(1_000)
    }
  })
})
