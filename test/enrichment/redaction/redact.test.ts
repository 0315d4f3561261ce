import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExactNumber } from '../../../src/exact-json.js'
import { presets } from '../../../src/enrichment/redaction/presets.js'
import { enrichOne } from '../../support/pipeline.js'

describe('redact', () => {
  test('replaces what it finds at any depth, numbers too, and keeps keys and everything else', async () => {
    const payload = {
      Email: 'ann.lee@example.com',
      Card: new ExactNumber('4111111111111111'),
      Revenue: new ExactNumber('123456789012345678'),
      Contacts: { totalSize: 1, done: true, records: [{ Note: ['to bob@example.org', 7] }] },
      'x@example.com': true,
    }
    const document = await enrichOne({ content: 'Mail ann.lee@example.com.', payload, url: 'https://a@b.com/' }, [
      { redact: { preset: ['card', 'email'], with: '***' } },
    ])
    expect(document).toMatchObject({ content: 'Mail ***.', url: 'https://a@b.com/' })
    expect(document['payload']).toEqual({
      Email: '***',
      Card: '***',
      Revenue: payload.Revenue,
      Contacts: { totalSize: 1, done: true, records: [{ Note: ['to ***', 7] }] },
      'x@example.com': true,
    })
  })

  test('replaces matches of regular expressions, its own text as it is', async () => {
    const document = await enrichOne({ content: 'ACME-123456 and acme-1, 😀ACME-654321😀', summary: 'ACME-000000' }, [
      { redact: { fields: ['content'], pattern: ['ACME-[0-9]{6}', '(?i)acme-1\\b'], with: '$1\\0' } },
    ])
    expect(document).toMatchObject({ content: '$1\\0 and $1\\0, 😀$1\\0😀', summary: 'ACME-000000' })
  })

  test('takes time in proportion to the text, whatever the expression', async () => {
    const document = await enrichOne({ content: 'a'.repeat(50_000) }, [{ redact: { pattern: '(a+)+$x|(a|a)*b' } }])
    expect(document['content']).toHaveLength(50_000)
  })
})

const found: Record<keyof typeof presets, string[]> = {
  email: ['ann.lee@example.com', "o'neil+tag@mail.example.co.uk", 'müller@bücher.example', 'a_b-c@x-y.io'],
  card: ['4111111111111111', '4111 1111 1111 1111', '5500-0000-0000-0004', '378282246310005', '6304 0000 0000 0000'],
  iban: [
    'DE89370400440532013000',
    'GB29 NWBK 6016 1331 9268 19',
    'NO93 8601 1117 947',
    'fr14 2004 1010 0505 0001 3m02 606',
  ],
  ssn: ['123-45-6789', '078 05 1120'],
  phone: [
    '+1 (415) 555-0132',
    '(415) 555-0132',
    '415-555-0132',
    '415.555.0132',
    '+4930123456',
    '0049 30 123456',
    '030/1234567',
    '+44 20 7946 0958',
    '02 9374 4000',
    '555-0132',
  ],
}

const passed: Record<keyof typeof presets, string[]> = {
  email: ['a @ b', '@example.com', 'ann@localhost', '@', 'x@@y', 'price@3.50'],
  card: ['4111111111111112', '0000000000000000', '00158000000001AAAA', '411111111111111', 'A4111111111111111', '12345'],
  iban: ['DE89370400440532013001', 'XX89370400440532013000', 'ABDE89370400440532013000', 'DE8937040044053201300'],
  ssn: ['000-12-3456', '123-00-4567', '123-45-0000', '666-12-3456', '1123-45-6789', '123-45 6789'],
  phone: [
    '2026-01-05',
    '05.01.2026',
    '2026-01-05T09:30:11.000Z',
    '09:30:11',
    '192.168.100.200',
    '1234567890',
    '00001001',
    '3.14159265',
  ],
}

describe.each(Object.keys(presets) as (keyof typeof presets)[])('the preset %s', (name) => {
  test.each(found[name])('finds %s', (text) => {
    expect(presets[name](text, '#')).toBe('#')
    expect(presets[name](`Call ${text}, or ${text}.`, '#')).toBe('Call #, or #.')
    expect(presets[name](`(${text})\n${text}`, '#')).toMatch(/^\(?#\)?\n#$/)
  })

  test.each(passed[name])('leaves %s', (text) => {
    expect(presets[name](text, '#')).toBe(text)
    expect(presets[name](`x ${text} y`, '#')).toBe(`x ${text} y`)
  })

  test('leaves any text without it alone, and finds it in any', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\n', '😀', '"', ';') }), (text) => {
        expect(presets[name](text, '#')).toBe(text)
        for (const each of found[name]) expect(presets[name](`${text} ${each} ${text}`, '#')).toBe(`${text} # ${text}`)
      }),
      { numRuns: 50 },
    )
  })

  test('is quick on texts made to be slow', () => {
    const hostile = ['1 ', '1', 'a', '@', 'a@', 'a@b.', 'DE89', 'DE89 ', '(1) ', '+1-', '4111 1111 1111 111 '].map(
      (part) => part.repeat(200_000 / part.length),
    )
    const start = performance.now()
    for (const text of hostile) presets[name](text, '#')
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})
