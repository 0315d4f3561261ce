import { describe, expect, it } from 'vitest'
import { openMemoryState } from '../../src/state/memory-state.js'
import { ExtractError } from '../../src/errors/extract-error.js'
import type { Sink } from '../../src/sinks/sink.js'
import type { State, StateChange } from '../../src/state/state.js'
import type { Document } from '../../src/terms.js'
import { buildSampleDocument } from '../support/sample-document.js'

interface Opened {
  sink: Sink
  state: State
  /** What its reader has. */
  loadWritten(): Promise<Document[]>
}

/** What every Sink promises. `open` gives one with nothing in it, and may be given the state to use. */
export function describeSink(name: string, open: (state: State) => Promise<Opened>): void {
  describe(`${name} keeps the contract of Sink`, () => {
    it('gives out the documents in the order they came, and moves the state with the commit', async () => {
      const { sink, state, loadWritten } = await open(openMemoryState())
      await sink.write('Account', [buildSampleDocument('1'), buildSampleDocument('2')])
      await sink.write('Account', [buildSampleDocument('3')])
      expect(await state.read('cursor')).toBeUndefined()
      await sink.commit('Account', [{ key: 'cursor', value: 3 }])
      expect((await loadWritten()).map(({ id }) => id)).toEqual(['1', '2', '3'])
      expect(await state.read('cursor')).toBe(3)
      await sink.write('Account', [buildSampleDocument('4')])
      await sink.commit('Account', [{ key: 'cursor', value: 4 }])
      await sink.close()
      expect((await loadWritten()).map(({ id }) => id)).toEqual(['1', '2', '3', '4'])
    })

    it('counts the bytes of each lane, where it knows of bytes', async () => {
      const { sink } = await open(openMemoryState())
      const bytesOf = (object: string) => sink.bytes?.(object) ?? 0
      await sink.write('Account', [buildSampleDocument('1', { content: 'ä'.repeat(1000) })])
      const first = bytesOf('Account')
      await sink.write('Contact', [buildSampleDocument('2', { object: 'Contact' })])
      await sink.commit('Account', [])
      await sink.write('Account', [buildSampleDocument('3', { content: 'x'.repeat(2_000_000) })])
      const second = bytesOf('Account') - first
      const isRight = first > 2000 && second > 2_000_000 && sink.bytes?.() === first + second + bytesOf('Contact')
      expect(isRight).toBe(sink.bytes !== undefined)
      await sink.close()
    })

    it('applies the changes where nothing was written', async () => {
      const { sink, state, loadWritten } = await open(openMemoryState())
      await sink.write('Account', [])
      await sink.commit('Account', [
        { key: 'cursor', value: 1 },
        { key: 'other', value: undefined },
      ])
      await sink.commit('Contact', [])
      await sink.close()
      expect(await state.read('cursor')).toBe(1)
      expect(await loadWritten()).toEqual([])
    })

    it('takes lanes side by side, and commits each by itself', async () => {
      const { sink, state, loadWritten } = await open(openMemoryState())
      const objects = ['Account', 'Contact', 'Case']
      await Promise.all(
        objects.map(async (object) => {
          for (let n = 1; n <= 20; n++) {
            await sink.write(object, [buildSampleDocument(`${object}${n}`, { object, content: 'x'.repeat(n * 1000) })])
            if (n % 5 === 0) await sink.commit(object, [{ key: object, value: n }])
          }
        }),
      )
      await sink.close()
      const ids = (await loadWritten()).map(({ id }) => id)
      for (const object of objects) {
        expect(await state.read(object)).toBe(20)
        const expected = Array.from({ length: 20 }, (_, n) => `${object}${n + 1}`)
        expect(ids.filter((id) => id.startsWith(object))).toEqual(expected)
      }
    })

    it('applies the changes of commits side by side in the order they were asked for', async () => {
      const { sink, state, loadWritten } = await open(openSlowState())
      await sink.write('Account', [buildSampleDocument('1')])
      const before = { key: 'before', value: 1 }
      const commits = [
        sink.commit('Account', [before, before, before, { key: 'shared', value: 1 }]),
        sink.commit('Contact', [{ key: 'shared', value: 2 }]),
      ]
      await Promise.all(commits)
      await sink.close()
      expect([await state.read('shared'), (await loadWritten()).length]).toEqual([2, 1])
    })

    it('gives back every character that a document has', async () => {
      const { sink, loadWritten } = await open(openMemoryState())
      const content = `\u2028\u2029\0\r\n\t"\\ \ud800 \udfff \ud83d\ude00 ${'ä'.repeat(30_000)}`
      await sink.write('Account', [buildSampleDocument('1', { content })])
      await sink.commit('Account', [])
      await sink.close()
      expect(await loadWritten()).toEqual([buildSampleDocument('1', { content })])
    })

    it('fails a commit whose state can not be written, as the state says', async () => {
      const broken = new ExtractError('STATE_BROKEN', 'no room')
      const refuse = (changes: StateChange[]) => (changes.length > 0 ? Promise.reject(broken) : Promise.resolve())
      const { sink, loadWritten } = await open({ ...openMemoryState(), write: refuse })
      await sink.write('Account', [buildSampleDocument('1')])
      await expect(sink.commit('Account', [{ key: 'cursor', value: 1 }])).rejects.toBe(broken)
      expect(await loadWritten()).toHaveLength(1)
      const [ended] = await Promise.allSettled([sink.close()])
      expect([undefined, broken]).toContain(ended.status === 'rejected' ? ended.reason : ended.value)
    })
  })
}

/** A state in memory that takes its time for each change, as others do. */
function openSlowState(): State {
  const state = openMemoryState()
  return {
    ...state,
    write: async (changes) => {
      for (const change of changes) {
        await new Promise((resolve) => setImmediate(resolve))
        await state.write([change])
      }
    },
  }
}
