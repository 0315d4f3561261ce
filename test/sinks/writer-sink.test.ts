import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { ExtractError } from '../../src/errors/extract-error.js'
import { openMemoryState } from '../../src/state/memory-state.js'
import { openWriterSink } from '../../src/sinks/writer-sink.js'
import type { Document } from '../../src/terms.js'
import { describeSink } from '../contracts/sink.contract.js'
import { buildSampleDocument } from '../support/sample-document.js'

describeSink('a writer', (state) => {
  const written: Document[] = []
  const writer = { write: async (documents: Document[]) => void written.push(...documents) }
  return Promise.resolve({ sink: openWriterSink({ writer, state }), state, loadWritten: async () => written })
})

describe('a writer', () => {
  it('is called once at a time, however many lanes there are', async () => {
    let under = 0
    let most = 0
    const write = async () => {
      most = Math.max(most, ++under)
      await sleep(1)
      under--
    }
    const sink = openWriterSink({ writer: { write, flush: write }, state: openMemoryState() })
    await Promise.all(
      ['Account', 'Case', 'Lead'].map(async (lane) => {
        await sink.write(lane, [buildSampleDocument('1')])
        await sink.commit(lane, [{ key: lane, value: 1 }])
      }),
    )
    expect(most).toBe(1)
  })

  it('flushes what was written before the state moves, and only where something was', async () => {
    const state = openMemoryState()
    const events: unknown[] = []
    const writer = {
      write: () => void events.push('write'),
      flush: async () => void events.push('flush', await state.read('cursor')),
    }
    const sink = openWriterSink({ writer, state })
    await sink.commit('Account', [{ key: 'cursor', value: 1 }])
    await sink.write('Account', [buildSampleDocument('1')])
    await sink.commit('Account', [{ key: 'cursor', value: 2 }])
    expect(events).toEqual(['write', 'flush', 1])
    expect(await state.read('cursor')).toBe(2)
  })

  it('moves no state once it has failed, and says why', async () => {
    const state = openMemoryState()
    const writer = { write: () => Promise.reject(new Error('the index is full')) }
    const sink = openWriterSink({ writer, state })
    const failed = { code: 'OUTPUT_FAILED', message: expect.stringContaining('the index is full') as string }
    await expect(sink.write('Account', [buildSampleDocument('1')])).rejects.toMatchObject(failed)
    await expect(sink.commit('Case', [{ key: 'cursor', value: 1 }])).rejects.toMatchObject(failed)
    expect(await state.read('cursor')).toBeUndefined()
  })

  it('may end the run with an error of its own', async () => {
    const error = new ExtractError('SINK_CLOSED', 'enough')
    const writer = {
      write: () => {
        throw error
      },
    }
    const sink = openWriterSink({ writer, state: openMemoryState() })
    await expect(sink.write('Account', [buildSampleDocument('1')])).rejects.toBe(error)
  })
})
