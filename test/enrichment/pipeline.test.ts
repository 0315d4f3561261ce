import { describe, expect, test } from 'vitest'
import { buildTombstone } from '../../src/sync/documents/tombstone.js'
import { buildAccount, enrichAll, openTestPipeline } from '../support/pipeline.js'

const mark = (name: string, further: object = {}) => ({ set: { fields: { [`metadata.${name}`]: true }, ...further } })

async function marksOf(fields: Record<string, unknown>, when: unknown): Promise<boolean> {
  const [enriched] = await enrichAll([fields], [mark('seen', { when })])
  return 'seen' in enriched!.documents[0]!.metadata
}

describe('when', () => {
  test.each([
    [['Account'], true],
    ['Case, account', true],
    [['Case'], false],
    [{ field: 'payload.Industry', equals: 'Energy' }, true],
    [{ field: 'payload.Industry', equals: 'energy' }, false],
    [{ field: 'payload.Employees', equals: 12 }, true],
    [{ field: 'payload.Industry', in: ['Banking', 'Energy'] }, true],
    [{ field: 'payload.Employees', in: [1, 2] }, false],
    [{ field: 'tags', in: ['Account'] }, true],
    [{ field: 'payload.Industry', exists: true }, true],
    [{ field: 'payload.Fax', exists: true }, false],
    [{ field: 'payload.Fax', exists: false }, true],
    [{ field: 'payload.Empty', exists: false }, true],
    [{ field: 'payload.Industry', matches: '^En' }, true],
    [{ field: 'payload.Industry', matches: '^en' }, false],
    [{ field: 'payload.Fax', matches: '.*' }, false],
    [{ objects: ['Account'], field: 'payload.Industry', matches: 'g', in: ['Energy'] }, true],
    [{ objects: ['Case'], field: 'payload.Industry', exists: true }, false],
  ])('%j: %s', async (when, isSeen) => {
    expect(await marksOf({ payload: { Industry: 'Energy', Employees: 12, Empty: null } }, when)).toBe(isSeen)
  })
})

async function of(...processor: unknown[]): Promise<string | undefined> {
  return (await openTestPipeline(processor)).fingerprintOf('Account')
}

describe('a pipeline', () => {
  test('takes its steps in order, and each document by itself', async () => {
    const all = await enrichAll(
      [{ payload: { A: 1 } }, { payload: {} }, { payload: { A: 3 } }],
      [
        { set: { fields: { 'metadata.a': '{{payload.A}}' }, when: { field: 'payload.A', exists: true } } },
        { remove: { fields: ['payload'] } },
        { rename: { fields: { 'metadata.a': 'metadata.b' } } },
      ],
    )
    const metadata = all.map(({ documents }) => (documents[0]!.metadata as { b?: number }).b)
    expect(metadata).toEqual([1, undefined, 3])
    expect(all.some(({ documents }) => 'payload' in documents[0]!)).toBe(false)
  })

  test('leaves tombstones alone but for processors that ask for them', async () => {
    const { source } = buildAccount({})
    const tombstone = buildTombstone({ source, sobject: 'Account', isStandard: true, id: 'x', reason: 'deleted' })
    const pipeline = await openTestPipeline([mark('first'), mark('second', { tombstones: true })])
    expect(pipeline.takesTombstones).toBe(true)
    const [enriched] = await pipeline.process([tombstone], 'Account')
    expect(enriched!.documents).toEqual([{ ...tombstone, metadata: { ...tombstone.metadata, second: true } }])
  })

  test.each(['skip_document', 'pass'] as const)('goes on without what %s left out', async (action) => {
    const all = await enrichAll(
      [{}, { content: { inner: 1 } }, {}],
      [{ set: { fields: { 'content.inner': 2 }, on_failure: action } }, mark('after')],
    )
    const failed = all.map(({ failures }) => failures.length)
    expect(failed).toEqual([1, 0, 1])
    expect(all[0]!.failures).toEqual([
      {
        action,
        document: '001000000000000AAA',
        isPassing: false,
        message: 'content is no map of fields',
        processor: '1 (set)',
      },
    ])
    const after = all.map(({ documents }) => documents.map(({ metadata }) => 'after' in metadata))
    expect(after).toEqual(action === 'pass' ? [[true], [true], [true]] : [[], [true], []])
  })

  test('has a fingerprint by what touches an object: options, when and order, not what failures do', async () => {
    const one = await of(mark('a'))
    expect(one).toMatch(/^[\w-]{22}$/)
    expect(await of(mark('a'))).toBe(one)
    expect(await of(mark('a', { on_failure: 'pass' }))).toBe(one)
    expect(await of(mark('a'), mark('b', { when: ['Case'] }))).toBe(one)
    expect(await of(mark('b', { when: ['Case'] }))).toBeUndefined()
    const others = await Promise.all([
      of(mark('b')),
      of(mark('a', { when: ['Account'] })),
      of(mark('a', { tombstones: true })),
      of(mark('a'), mark('b')),
      of(mark('b'), mark('a')),
    ])
    expect(new Set([one, ...others]).size).toBe(6)
  })
})
