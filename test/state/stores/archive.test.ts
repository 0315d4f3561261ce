import { assert, asyncProperty, constantFrom, dictionary, jsonValue, oneof, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseArchive, renderArchive } from '../../../src/state/stores/archive.js'
import { openMemoryState } from '../../../src/state/memory-state.js'

describe('an export', () => {
  it('brings every state back, how far objects have been read last', async () => {
    const key = oneof(
      string().map((text) => `zz:${text}`),
      constantFrom('object:a:Account', 'to:x:object:a:Case', 'zz:a'),
    )
    await assert(
      asyncProperty(dictionary(key, jsonValue(), { noNullPrototype: true }), async (given) => {
        const kept = Object.entries(given).map(([name, value]) => ({ key: name, value }))
        const state = openMemoryState()
        await state.write(kept)
        const changes = parseArchive(await textOf(state))
        expect(changes.toSorted(byKey)).toEqual(JSON.parse(JSON.stringify(kept.toSorted(byKey))))
        const ranks = changes.map((change) => Number(change.key.includes('object:a:')))
        expect(ranks).toEqual(ranks.toSorted((one, other) => one - other))
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
