import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderLine } from '../../../src/sinks/formats/ndjson.js'

const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ n, none: undefined, name: `row ${n}` }))
const list = (count: number) => ({ totalSize: count, done: true, records: rows(count) })

describe('a line', () => {
  it('leaves out what is undefined and keeps the order of the keys', () => {
    expect(renderLine({ id: '1', created: undefined, title: null, a: 1 })).toBe('{"id":"1","title":null,"a":1}\n')
  })

  it('escapes what would end a line or is no character', () => {
    const text = renderLine({ text: 'a\u2028b\u2029c\u0085\0d\ud800e\udc00f\ud83d\ude00' })
    expect(text).toBe(String.raw`{"text":"a\u2028b\u2029c\u0085\u0000d\ud800e\udc00f😀"}` + '\n')
  })

  it('is what JSON.stringify makes of it, however long its lists are', () => {
    for (const count of [0, 999, 1000, 1001, 2000, 2001, 5003]) {
      const feeds = [
        { Id: '1', FeedComments: list(count) },
        { Id: '2', FeedComments: null },
      ]
      const payload = { Id: '1', none: undefined, Comments: list(count), Feeds: feeds, bare: rows(count), last: 'x' }
      const holes = [...rows(count), undefined, null, ...rows(3)]
      const document = { id: '1', title: undefined, payload, holes, end: [list(count), [rows(count)]] }
      expect(renderLine(document)).toBe(`${JSON.stringify(document)}\n`)
    }
  })

  it('is one line and parses to the same, whatever it holds', () => {
    const odd = fc.constantFrom(0, 10, 13, 0x85, 0x2028, 0x2029, 0xd800, 0xdfff)
    const text = fc.array(fc.oneof(fc.nat({ max: 0xffff }), odd)).map((each) => String.fromCharCode(...each))
    fc.assert(
      fc.property(
        fc.dictionary(
          text.filter((key) => key !== '__proto__'),
          text,
        ),
        (document) => {
          const line = renderLine(document)
          expect(JSON.parse(line)).toEqual({ ...document })
          expect(line.slice(0, -1)).not.toMatch(/[\n\r\u0085\u2028\u2029\0]|\p{Cs}/u)
          expect(Buffer.from(line).toString()).toBe(line)
        },
      ),
    )
  })
})
