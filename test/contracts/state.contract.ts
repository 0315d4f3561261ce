import { describe, expect, it } from 'vitest'
import type { State } from '../../src/state/state.js'

interface Opened {
  state: State
  /** The same state as another process would see it. */
  reopen(): Promise<State>
}

/** What every State promises. `open` gives an empty one. */
export function describeState(name: string, open: () => Promise<Opened>): void {
  describe(`${name} keeps the contract of State`, () => {
    it('gives back what was written, and undefined for a key that never was', async () => {
      const { state } = await open()
      const value = { below: '2026-01-05T09:30:11.000Z', ids: ['a', null, 1.5, false], none: {} }
      await state.write([{ key: 'object:crm:Account', value }])
      expect(await state.read('object:crm:Account')).toEqual(value)
      expect(await state.read('object:crm:Contact')).toBeUndefined()
    })

    it('outlives its closing', async () => {
      const { state, reopen } = await open()
      await state.write([{ key: 'cursor:crm', value: 'done' }])
      await state.close()
      const again = await reopen()
      expect(await again.read('cursor:crm')).toBe('done')
      await again.close()
    })

    it('tells keys apart that differ by case, by a separator or by an odd character', async () => {
      const { state } = await open()
      await state.write(oddKeys.map((key, index) => ({ key, value: index })))
      expect(await Promise.all(oddKeys.map((key) => state.read(key)))).toEqual(oddKeys.map((_, index) => index))
      expect((await state.keys('')).toSorted()).toEqual(oddKeys.toSorted())
    })

    it('gives back texts that look like an encoding of its own', async () => {
      const { state } = await open()
      const value = [':x', '::x', ':base64:AAAA', '\u2028', '\0', { value: null }, '']
      await state.write([{ key: 'odd', value }])
      expect(await state.read('odd')).toEqual(value)
    })

    it('applies changes in their order, the last one of a key last', async () => {
      const { state } = await open()
      await state.write([
        { key: 'k', value: 1 },
        { key: 'k', value: undefined },
        { key: 'k', value: 2 },
      ])
      await state.write([
        { key: 'l', value: 3 },
        { key: 'l', value: undefined },
      ])
      expect([await state.read('k'), await state.read('l')]).toEqual([2, undefined])
    })

    it('takes the removal of a key that is not there', async () => {
      const { state } = await open()
      await state.write([{ key: 'nothing', value: undefined }])
      expect(await state.keys('')).toEqual([])
    })

    it('lists the keys with a prefix, and only those', async () => {
      const { state } = await open()
      const keys = ['object:crm:Account', 'object:crm:Case', 'object:crm2:Account', 'cursor:crm', 'Object:crm:X']
      await state.write(keys.map((key) => ({ key, value: true })))
      await state.write([{ key: 'object:crm:Case', value: undefined }])
      expect(await state.keys('object:crm:')).toEqual(['object:crm:Account'])
      expect((await state.keys('object:')).toSorted()).toEqual(['object:crm2:Account', 'object:crm:Account'])
    })

    it('keeps a large value whole under its one key, while it grows, and when it goes', async () => {
      const { state, reopen } = await open()
      const key = 'object:crm:Account'
      const overlap = Object.fromEntries(Array.from({ length: 9000 }, (_, at) => [`~${at}`, `001${at}é`]))
      await state.write([{ key, value: { rows: { overlap } } }])
      overlap['~9000'] = '001'
      await state.write([{ key, value: { rows: { overlap } } }])
      const again = await reopen()
      expect(await again.read(key)).toEqual({ rows: { overlap } })
      expect(await again.keys('')).toEqual([key])
      await again.write([{ key, value: undefined }])
      expect([await again.read(key), await again.keys('object:')]).toEqual([undefined, []])
    })

    it('takes writes from several lanes at once', async () => {
      const { state } = await open()
      const lanes = Array.from({ length: 30 }, (_, lane) => [`lane:${lane}`, 'all'])
      await Promise.all(lanes.map((keys) => state.write(keys.map((key) => ({ key, value: 1 })))))
      expect(await state.keys('lane:')).toHaveLength(30)
      expect(await state.read('all')).toBe(1)
    })
  })
}

const oddKeys = [
  'a:b',
  'a.b',
  'A:b',
  'a:B',
  'a+b',
  'a%b',
  'a/b',
  '../a',
  '/',
  'a\nb',
  'a\0b',
  'ä',
  'a\u0308',
  '\ud800',
  '\ud801',
  'con',
  '.',
  'x'.repeat(300),
  `${'x'.repeat(300)}y`,
]
