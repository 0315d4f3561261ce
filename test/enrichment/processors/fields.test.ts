import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExactNumber } from '../../../src/exact-json.js'
import { enrichAll, enrichOne } from '../../support/pipeline.js'

const long = new ExactNumber('123456789012345678')

describe('set', () => {
  test('fills fields into text, and takes the value itself where a placeholder stands alone', async () => {
    const payload = {
      Industry: 'Energy',
      Sites: ['Oslo', 'Bergen'],
      Owner: { Name: 'Ann' },
      Revenue: long,
      Empty: null,
    }
    const fields = {
      title: '{{payload.Industry}}: {{ payload.Owner.Name }}, {{payload.Sites}}{{payload.Missing}}',
      'metadata.revenue': '{{payload.Revenue}}',
      'metadata.text': 'EUR {{payload.Revenue}}',
      'metadata.sites': '{{payload.Sites}}',
      'metadata.first': '{{payload.Sites.0}}',
      'metadata.fixed': 7,
      'metadata.nested.list': ['{{payload.Industry}}', '{{payload.Missing}}', true],
      summary: '{{payload.Missing}}',
      content: '{{payload.Empty}}',
    }
    const document = await enrichOne({ payload, content: 'as it was' }, [{ set: { fields } }])
    expect(document).toMatchObject({
      title: 'Energy: Ann, Oslo, Bergen',
      summary: '001000000000000AAA',
      content: 'as it was',
      metadata: {
        sobject_type: 'Account',
        revenue: long,
        text: 'EUR 123456789012345678',
        sites: ['Oslo', 'Bergen'],
        first: 'Oslo',
        fixed: 7,
        nested: { list: ['Energy', true] },
      },
    })
  })

  test('keeps a title a text, and fails where something else stands on the way', async () => {
    expect(await enrichOne({ payload: { N: 5 } }, [{ set: { fields: { title: '{{payload.N}}' } } }])).toMatchObject({
      title: '5',
    })
    const failing = enrichAll([{}], [{ set: { fields: { 'content.length': 1 } } }])
    await expect(failing).rejects.toMatchObject({
      code: 'ENRICHMENT_FAILED',
      message:
        'Processor 1 (set) of the enrichment pipeline failed for 001000000000000AAA: content is no map of fields.',
    })
  })

  test('puts any text of a document into any other text unchanged', async () => {
    const texts = fc.sample(fc.string({ unit: 'binary' }), 50)
    const all = await enrichAll(
      texts.map((content) => ({ content })),
      [{ set: { fields: { 'metadata.copy': '<{{content}}>', 'metadata.same': '{{content}}' } } }],
    )
    expect(all.map(({ documents }) => documents[0]!.metadata)).toMatchObject(
      texts.map((text) => ({ copy: `<${text}>`, same: text })),
    )
  })
})

describe('remove', () => {
  test('takes fields away, in the records of child lists too, and leaves the document handed in as it was', async () => {
    const payload = {
      Fax: '1',
      Owner: { Email: 'a', Name: 'Ann' },
      Contacts: { totalSize: 2, done: true, records: [{ Id: 'c1', Email: 'x' }, { Id: 'c2' }] },
    }
    const before = structuredClone(payload)
    const document = await enrichOne({ payload }, [
      {
        remove: { fields: ['payload.Fax', 'payload.Owner.Email', 'payload.Contacts.Email', 'url', 'payload.None.At'] },
      },
    ])
    expect(document).not.toHaveProperty('url')
    expect(document['payload']).toEqual({
      Owner: { Name: 'Ann' },
      Contacts: { totalSize: 2, done: true, records: [{ Id: 'c1' }, { Id: 'c2' }] },
    })
    expect(payload).toEqual(before)
  })
})

describe('rename', () => {
  test('moves values, and leaves alone what is not there', async () => {
    const document = await enrichOne({ payload: { A: 1, B: { C: 'x' } } }, [
      { rename: { fields: { 'payload.A': 'metadata.a', 'payload.B.C': 'payload.C', 'payload.None': 'none' } } },
    ])
    expect(document).toMatchObject({ metadata: { a: 1 }, payload: { B: {}, C: 'x' } })
    expect(document).not.toHaveProperty('none')
  })
})

describe('truncate', () => {
  test('cuts to so many characters with the mark among them, and never one in two', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '😀', '\u{20000}', '\n') }), { minLength: 1 }),
        fc.integer({ min: 2, max: 12 }),
        async (texts, length) => {
          const all = await enrichAll(
            texts.map((content) => ({ content })),
            [{ truncate: { length } }],
          )
          for (const [at, { documents }] of all.entries()) {
            const { content } = documents[0] as { content: string }
            const [characters, kept] = [[...texts[at]!], [...content]]
            expect(content.isWellFormed()).toBe(true)
            const cut = [...characters.slice(0, length - 1), '…']
            expect(kept).toEqual(characters.length <= length ? characters : cut)
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  test('cuts the fields it names, with the mark it is given, and no other value', async () => {
    const document = await enrichOne({ content: 'abcdefghij', payload: { D: 'abcdefghij', N: 12345678 } }, [
      { truncate: { fields: ['payload.D', 'payload.N'], length: 6, mark: '[..]' } },
    ])
    expect(document).toMatchObject({ content: 'abcdefghij', payload: { D: 'ab[..]', N: 12345678 } })
  })
})
