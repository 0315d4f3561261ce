import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseArchive, renderArchive } from '../../../src/state/stores/archive.js'
import { openMemoryState } from '../../../src/state/memory-state.js'

describe('an export', () => {
  it('brings every state back, how far objects have been read last', async () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('object:a:Account', 'to:x:object:a:Case', 'children:a', 'zz:a'))
    const values = fc.dictionary(key, fc.jsonValue(), { noNullPrototype: true })
    await fc.assert(
      fc.asyncProperty(values, async (given) => {
        const kept = Object.entries(given).filter(
          ([name]) => !/^(?:to|pending|[a-z-]+):/.test(name) || /^zz|^object|^to:x/.test(name),
        )
        const state = openMemoryState()
        await state.write(kept.map(([name, value]) => ({ key: name, value })))
        const changes = parseArchive(await textOf(state))
        const sorted = kept.map(([name, value]) => ({ key: name, value })).toSorted(byKey)
        expect(changes.toSorted(byKey)).toEqual(JSON.parse(JSON.stringify(sorted)))
        const ranks = changes.map((change) => /^(?:to:x:)?object:/.test(change.key))
        expect(ranks).toEqual(ranks.toSorted((one, other) => Number(one) - Number(other)))
      }),
      { numRuns: 50 },
    )
  })

  it.each<[string, (text: string) => string, string]>([
    ['was cut', (text) => text.slice(0, -20), 'its last line is not an object'],
    ['lost its end', (text) => text.split('\n').slice(0, -2).join('\n'), 'its end is missing'],
    ['lost a line', (text) => text.split('\n').toSpliced(2, 1).join('\n'), 'its checksum is wrong'],
    ['was changed', (text) => text.replace('00D1', '00D2'), 'its checksum is wrong'],
    ['is something else', () => '{"a":1}\n{"b":2}\n', 'it is no export'],
    ['is of a later form', (text) => text.replace('"version":1', '"version":2'), 'has form 2'],
    ['is empty', () => '', 'its last line is not an object'],
  ])('that %s is refused', async (_what, damage, reason) => {
    const state = openMemoryState()
    await state.write([
      { key: 'org:crm', value: '00D1' },
      { key: 'run:crm', value: {} },
    ])
    const text = damage(await textOf(state))
    expect(() => parseArchive(text)).toThrow(expect.objectContaining({ code: 'EXPORT_BROKEN' }) as Error)
    expect(() => parseArchive(text)).toThrow(reason)
  })
})

function byKey(one: { key: string }, other: { key: string }): number {
  return one.key < other.key ? -1 : 1
}

async function textOf(state: ReturnType<typeof openMemoryState>): Promise<string> {
  let text = ''
  for await (const line of renderArchive(state, '2026-01-05T09:30:00.000Z')) text += line
  return text
}
